-- A line protocol: ADD a b, QUIT. luajit lines.lua PORT
local turbo = require "turbo"

local Calculator = class("Calculator", turbo.tcpserver.TCPServer)

function Calculator:handle_stream(stream)
    local function on_line(line)
        local a, b = line:match "^ADD (%-?%d+) (%-?%d+)\r\n$"
        if a then
            stream:write(("%d\r\n"):format(a + b))
        elseif line == "QUIT\r\n" then
            return stream:write("BYE\r\n", stream.close, stream)
        else
            stream:write "ERROR\r\n"
        end
        stream:read_until("\r\n", on_line)
    end
    stream:read_until("\r\n", on_line)
end

Calculator():listen(tonumber(arg[1]), "127.0.0.1")
turbo.ioloop.instance():start()
