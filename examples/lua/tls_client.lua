-- Sends a line over TLS and prints the answer. luajit tls_client.lua HOST PORT LINE [CA_FILE]
TURBO_SSL = true
local turbo = require "turbo"
local socket = turbo.socket

local host, port, line = arg[1], tonumber(arg[2]), arg[3]
local loop = turbo.ioloop.instance()
local code, context = turbo.crypto.ssl_create_client_context(nil, nil, arg[4], true)
assert(code == 0, context)

local fd = socket.new_nonblock_socket(socket.AF_INET, socket.SOCK_STREAM, 0)
local stream = turbo.iostream.SSLIOStream(fd, { _ssl_ctx = context, _type = 1 }, loop)
stream:connect(host, port, socket.AF_INET, true, function()
    stream:write(line .. "\n")
    stream:read_until("\n", function(answer)
        io.write(answer)
        stream:close()
        loop:close()
    end)
end, function(...)
    io.write("not connected: ", tostring(select(-1, ...)), "\n")
    loop:close()
end)
loop:start()
