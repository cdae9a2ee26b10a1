-- What a JWT of Tessera has to say, and what Apache's own directives cannot do. Goes beside jwt.conf.

require "apache2"

local issuer = "{{ISSUER}}"
local audience = "{{AUDIENCE}}"
local environment = "{{ENVIRONMENT}}"
local scopes = {
    "{{EACH_SCOPE}}",
}

-- Drops what a client sends under the names of identity headers, in any spelling, and what it names as headers to
-- drop on the way ("Connection: close, X-Tessera-Tenant").
function drop_identity(r)
    for name in pairs(r:headers_in_table()) do
        if name:lower():find("^x[-_]tessera[-_]") then
            r.headers_in[name] = nil
        end
    end
    local connection = r.headers_in["Connection"]
    if connection then
        r.headers_in["Connection"] = connection:lower():find("close", 1, true) and "close" or nil
    end
    return apache2.DECLINED
end

local function has_word(list, word)
    return list and (" " .. list .. " "):find(" " .. word .. " ", 1, true)
end

-- Whether the header of the JWT says that it is an access token (RFC 9068).
local function is_access_token(r)
    local header = (r.headers_in["Authorization"] or ""):match("^%S+%s+([%w_-]+)%.")
    if not header then return false end
    local text = r:base64_decode((header:gsub("-", "+"):gsub("_", "/") .. ("="):rep(-#header % 4)))
    return text ~= nil and text:lower():find('"typ"%s*:%s*"at%+jwt"') ~= nil
end

local function refuse(r, status, challenge)
    r.err_headers_out["WWW-Authenticate"] = challenge
    r.err_headers_out["Cache-Control"] = "no-store"
    return status
end

-- Refuses a call whose JWT is not for here, and one of which the module has verified none.
function only_good(r)
    local said = r.subprocess_env
    if not said["OIDC_CLAIM_jti"] then
        return refuse(r, 401, "Bearer")
    end
    local begins, ends = tonumber(said["OIDC_CLAIM_nbf"] or 0), tonumber(said["OIDC_CLAIM_exp"])
    if said["OIDC_CLAIM_iss"] ~= issuer or not has_word(said["OIDC_CLAIM_aud"], audience)
        or said["OIDC_CLAIM_environment"] ~= environment or not is_access_token(r)
        -- For some networks only, which nothing here compares.
        or said["OIDC_CLAIM_allowed_networks"]
        or not begins or begins > os.time() or not ends or ends <= os.time()
    then
        return refuse(r, 401, 'Bearer error="invalid_token"')
    end
    for _, scope in ipairs(scopes) do
        if not has_word(said["OIDC_CLAIM_scope"], scope) then
            return refuse(r, 403, 'Bearer error="insufficient_scope", scope="' .. table.concat(scopes, " ") .. '"')
        end
    end
    r.subprocess_env["TESSERA_EXPIRES"] = os.date("!%Y-%m-%dT%H:%M:%SZ", ends)
    return apache2.DECLINED
end
