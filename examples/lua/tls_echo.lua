-- Sends everything back, with TLS. luajit tls_echo.lua PORT CERT_FILE KEY_FILE
TURBO_SSL = true
local turbo = require "turbo"

local Echo = class("Echo", turbo.tcpserver.TCPServer)

function Echo:handle_stream(stream)
    stream:read_until_close(nil, nil, function(data)
        stream:write(data)
    end)
end

Echo(nil, { cert_file = arg[2], key_file = arg[3] }):listen(tonumber(arg[1]), "127.0.0.1")
turbo.ioloop.instance():start()
