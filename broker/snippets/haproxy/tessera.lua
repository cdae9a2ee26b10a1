-- Asks Tessera about a call. Goes beside haproxy.cfg, which says where the broker is.

-- Who it is, as the broker says. Every header of the list is set, also when it is empty.
local identity = {
    "x-tessera-tenant", "x-tessera-tenant-id", "x-tessera-token", "x-tessera-partner", "x-tessera-environment",
    "x-tessera-apis", "x-tessera-scopes", "x-tessera-audience", "x-tessera-expires",
}

core.register_action("tessera", { "http-req" }, function(txn)
    -- Nothing of the call goes to the broker but from where it comes and the token: all of them, should the client have sent several.
    local tokens = {}
    local sent = txn.http:req_get_headers()["authorization"]
    if sent then
        for i = 0, #sent do tokens[#tokens + 1] = sent[i] end
    end
    local answer = core.httpclient():get{
        url = "http://127.0.0.1/gateway/verify",
        dst = "abns@tessera-{{LISTEN}}",
        headers = {
            ["authorization"] = #tokens > 0 and tokens or nil,
            -- From where the client calls, as HAProxy itself sees it.
            ["x-gateway-client-address"] = { txn.sf:src() },
        },
    }
    local function said(name)
        local values = answer.headers and answer.headers[name]
        return values and values[0]
    end
    txn:set_var("txn.tessera_status", answer.status or 503)
    local challenge = said("www-authenticate")
    if challenge then txn:set_var("txn.tessera_challenge", challenge) end
    for _, name in ipairs(identity) do
        txn.http:req_set_header(name, said(name) or "")
    end
end, 0)
