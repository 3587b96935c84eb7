-- TLS for streams: certificates and whom to trust, checked at once. The library's side of it is made when it is needed
-- first: after a fork.
local ffi = require "ffi"
local native = require "cerver.native"

local lib, K = native.lib, native.constants
local crypto = {}

local Context = {}
Context.__index = Context

--- The side of TLS that streams are secured with; raises the reason when there is none. `verify` counts for clients: false
--- verifies neither who has issued the certificate nor its name, "chain" the former alone; a context has its own say about that.
function Context:side(verify)
    local by_issuer, by_name = self.verify and verify ~= false, verify ~= false and verify ~= "chain"
    local key = (by_issuer and 2 or 0) + (by_name and 1 or 0)
    local side = self.sides[key]
    if side then
        return side
    end
    local options = lib.cerver_create_stream("tls", 0, 0)
    if options == nil then
        error(native.message(), 2)
    end
    local status, why = self:set_up(options, by_issuer, by_name)
    if status == K.CERVER_OK then
        side = self.is_server and lib.cerver_tls_create_server_side(options) or lib.cerver_tls_create_client_side(options)
        why = native.message()
    end
    lib.cerver_teardown(options)
    if side == nil then
        error(why, 2)
    end
    self.sides[key] = ffi.gc(side, lib.cerver_tls_delete)
    return side
end

-- What of an unused server stands for the context.
function Context:set_up(options, by_issuer, by_name)
    local status = K.CERVER_OK
    if self.is_server then
        status = lib.cerver_add_tls_certificate(options, self.cert_file, self.key_file)
    else
        lib.cerver_set_connect_tls_any_issuer(options, not by_issuer)
        lib.cerver_set_connect_tls_any_name(options, not by_name)
        if self.ca_file then
            lib.cerver_set_connect_tls_ca(options, self.ca_file)
        end
        if self.cert_file then
            status = lib.cerver_set_connect_tls_certificate(options, self.cert_file, self.key_file)
        end
    end
    return status, native.message()
end

local function is_there(path)
    local file = type(path) == "string" and io.open(path)
    if file then
        file:close()
    end
    return file
end

local function make(context)
    if context.cert_file or context.is_server then
        local status = lib.cerver_tls_check_files(context.cert_file, context.key_file)
        if status ~= K.CERVER_OK then
            return tonumber(status), native.message()
        end
    end
    context.sides = {}
    return 0, setmetatable(context, Context)
end

--- For servers: 0 and a context, or a code and the reason. Both files are PEM; what clients show is not asked for, so that
--- `_ca_path` is of no use.
function crypto.ssl_create_server_context(cert_file, key_file, _ca_path, _method)
    return make { is_server = true, verify = true, cert_file = cert_file, key_file = key_file }
end

--- For clients: 0 and a context, or a code and the reason. Files may be nil: no certificate is shown, and the authorities of
--- the system are trusted. `verify` false takes certificates of any issuer, for tests; their names are verified still, unless
--- connect() says otherwise.
function crypto.ssl_create_client_context(cert_file, key_file, ca_file, verify, _method)
    if ca_file and not is_there(ca_file) then
        return K.CERVER_ERROR_TLS, ("SSL CA file, %s, does not exist."):format(tostring(ca_file))
    end
    return make { verify = verify ~= false, cert_file = cert_file, key_file = key_file, ca_file = ca_file }
end

--- What TCPServer gets, with its context in `_ssl_ctx`; raises the reason when the files are of no use.
function crypto.server_options(options)
    for _, name in ipairs { "cert_file", "key_file" } do
        if not is_there(options[name]) then
            error(("SSL %s, %s, does not exist."):format(name, tostring(options[name])), 0)
        end
    end
    local code, context = crypto.ssl_create_server_context(options.cert_file, options.key_file, options.ca_path)
    if code ~= 0 then
        error("Could not create SSL context. " .. context, 0)
    end
    options._ssl_ctx, options._type = context, 0
    return options
end

return crypto
