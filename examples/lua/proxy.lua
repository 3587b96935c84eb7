-- Passes connections on to another server. luajit proxy.lua PORT TARGET_HOST TARGET_PORT
local turbo = require "turbo"
local socket = turbo.socket

local Proxy = class("Proxy", turbo.tcpserver.TCPServer)

local function pass_on(from, to)
    from:read_until_close(function()
        to:close()
    end, nil, function(data)
        if not to:closed() then
            to:write(data)
        end
    end)
end

function Proxy:handle_stream(near)
    local fd = socket.new_nonblock_socket(socket.AF_INET, socket.SOCK_STREAM, 0)
    local far = turbo.iostream.IOStream(fd, self.io_loop)
    far:connect(arg[2], tonumber(arg[3]), socket.AF_INET, function()
        pass_on(near, far)
        pass_on(far, near)
    end, function(...)
        turbo.log.warning("No connection: " .. tostring(select(-1, ...)))
        near:close()
    end)
end

Proxy():listen(tonumber(arg[1]), "127.0.0.1")
turbo.ioloop.instance():start()
