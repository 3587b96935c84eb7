-- Sends everything back. luajit echo.lua PORT
local turbo = require "turbo"

local Echo = class("Echo", turbo.tcpserver.TCPServer)

function Echo:handle_stream(stream)
    -- What comes is written: stream.write(stream, data).
    stream:read_until_close(nil, nil, stream.write, stream)
end

Echo():listen(tonumber(arg[1]), "127.0.0.1")
turbo.ioloop.instance():start()
