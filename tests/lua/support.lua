-- What the Lua tests share: named tests, a server and clients in one loop.
local turbo = require "turbo"

local support = {}
local failures, passed = 0, 0
local only = arg[1]

turbo.log.categories.warning = false
turbo.log.categories.error = false

--- Runs a test in a loop of its own; it ends when it calls the function that it gets.
function support.test(name, body)
    if only and not name:find(only, 1, true) then
        return
    end
    local loop = turbo.ioloop.IOLoop()
    local ok, why = xpcall(function()
        local failure
        local function done()
            loop:close()
        end
        loop:add_callback(function()
            local fine, reason = xpcall(body, debug.traceback, loop, done)
            if not fine then
                failure = reason
                loop:close()
            end
        end)
        loop:wait(10)
        if failure then
            error(failure, 0)
        end
        if support.failure then
            local reason = support.failure
            support.failure = nil
            error(reason, 0)
        end
    end, debug.traceback)
    if ok then
        passed = passed + 1
    else
        failures = failures + 1
        io.stderr:write(("FAILED %s: %s\n"):format(name, tostring(why)))
    end
end

--- Fails the test that runs, also from inside a callback.
function support.equal(got, expected, what)
    if got ~= expected then
        local text = ("%s: got %q, not %q"):format(what or "value", tostring(got), tostring(expected))
        support.failure = support.failure or debug.traceback(text, 2)
        error(text, 2)
    end
end

--- A server on a free port whose streams go to `handle`.
function support.serve(loop, handle, ...)
    local Server = class("Server", turbo.tcpserver.TCPServer)
    function Server:handle_stream(stream, address)
        handle(stream, address)
    end
    local server = Server(loop, ...)
    server:listen(0, "127.0.0.1")
    return server
end

--- A stream connected to a port; `connected(stream)` follows.
function support.connect(loop, port, connected, failed)
    local socket = turbo.socket
    local fd = socket.new_nonblock_socket(socket.AF_INET, socket.SOCK_STREAM, 0)
    local stream = turbo.iostream.IOStream(fd, loop)
    stream:connect("127.0.0.1", port, socket.AF_INET, function()
        connected(stream)
    end, failed or function(...)
        support.failure = "no connection: " .. tostring(select(-1, ...))
        loop:close()
    end)
    return stream
end

function support.finish()
    print(("%d passed, %d failed"):format(passed, failures))
    os.exit(failures == 0 and passed > 0)
end

return support
