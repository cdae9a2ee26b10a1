-- What Apache's own directives cannot do. Goes beside tessera.conf.

require "apache2"

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

-- Refuses a call about which the broker has said nothing.
function only_known(r)
    if r.subprocess_env["OIDC_CLAIM_jti"] then
        return apache2.DECLINED
    end
    r.err_headers_out["WWW-Authenticate"] = "Bearer"
    return 401
end
