-- Loops, servers and what belongs to them.
local turbo = require "turbo"
local ffi = require "ffi"
local support = require "support"
local test, equal, serve, connect = support.test, support.equal, support.serve, support.connect
local ioloop, socket = turbo.ioloop, turbo.socket

ffi.cdef "long send(int fd, const void *data, size_t size, int flags);"

test("callbacks run in their order, later", function(loop, done)
    local order = {}
    equal(loop:add_callback(function(arg)
        order[#order + 1] = arg
    end, "first"), loop)
    loop:add_callback(function()
        equal(order[1], "first")
        done()
    end)
    equal(#order, 0)
    equal(loop:running(), true)
end)

test("times", function(loop, done)
    local order, start = {}, ioloop.now()
    for _, delay in ipairs { 30, 10, 20 } do
        loop:add_timeout(start + delay, function(arg)
            order[#order + 1] = arg
        end, delay)
    end
    local never = loop:add_timeout(start + 5, function()
        error "it was removed"
    end)
    equal(loop:remove_timeout(never), true)
    equal(loop:remove_timeout(never), false)
    loop:add_timeout(start + 40, function()
        equal(table.concat(order, " "), "10 20 30")
        equal(ioloop.now() - start >= 40, true)
        done()
    end)
end)

test("intervals", function(loop, done)
    local count, interval = 0, nil
    interval = loop:set_interval(2, function()
        count = count + 1
        if count == 3 then
            equal(loop:clear_interval(interval), true)
            loop:add_timeout(ioloop.now() + 20, function()
                equal(count, 3)
                done()
            end)
        end
    end)
end)

test("a wait has an end", function(loop, done)
    local other = ioloop.IOLoop()
    local ok, why = pcall(other.wait, other, 0.02)
    equal(ok, false)
    equal(tostring(why):find("timed out", 1, true) ~= nil, true)
    done()
end)

test("descriptors of the program", function(loop, done)
    ffi.cdef "int pipe(int *ends); long write(int fd, const void *data, size_t size); long read(int fd, void *data, size_t size);"
    local ends, place = ffi.new "int[2]", ffi.new "char[8]"
    ffi.C.pipe(ends)
    equal(loop:add_handler(ends[0], ioloop.READ, function(arg, fd, events)
        equal(arg, "arg")
        equal(fd, ends[0])
        equal(events, ioloop.READ)
        ffi.C.read(fd, place, 8)
        equal(loop:remove_handler(fd), true)
        equal(loop:remove_handler(fd), false)
        equal(loop:add_handler(ends[1], ioloop.READ, function() end), true)
        equal(loop:update_handler(ends[1], ioloop.WRITE), true)
        equal(loop:update_handler(99, ioloop.WRITE), false)
        loop:remove_handler(ends[1])
        equal(loop:add_handler(-1, ioloop.READ, function() end), false)
        done()
    end, "arg"), true)
    ffi.C.write(ends[1], "x", 1)
end)

test("signals", function(loop, done)
    ffi.cdef "int raise(int signal);"
    equal(loop:add_signal_handler(turbo.signal.SIGUSR1, function(arg, signo)
        equal(arg, "arg")
        equal(signo, turbo.signal.SIGUSR1)
        equal(loop:remove_signal_handler(signo), true)
        equal(loop:add_signal_handler(turbo.signal.SIGKILL, function() end), false)
        done()
    end, "arg"), true)
    ffi.C.raise(turbo.signal.SIGUSR1)
end)

test("callbacks that yield hold nobody up", function(loop, done)
    local order = {}
    loop:add_callback(function()
        order[#order + 1] = "a"
        coroutine.yield()
        order[#order + 1] = "c"
        local value = coroutine.yield(function()
            return "d"
        end)
        order[#order + 1] = value
        local context = turbo.coctx.CoroutineContext(loop)
        loop:add_timeout(ioloop.now() + 5, function()
            context:set_arguments { "e", nil, "g" }
            context:finalize_context()
        end)
        local e, f, g = coroutine.yield(context)
        equal(f, nil)
        order[#order + 1] = e .. g
        equal(table.concat(order), "abcdeg")
        done()
    end)
    loop:add_callback(function()
        order[#order + 1] = "b"
    end)
end)

test("an error in a callback is no trouble of others", function(loop, done)
    loop:add_callback(function()
        error "on purpose"
    end)
    loop:add_callback(done)
end)

test("a raise in handle_stream closes that stream, and the next one is accepted", function(loop, done)
    local count = 0
    local server = serve(loop, function(stream)
        count = count + 1
        if count <= 3 then
            error "on purpose"
        end
        stream:write "fine"
    end)
    local function fourth()
        connect(loop, server:port(), function(stream)
            stream:read_bytes(4, function(data)
                equal(data, "fine")
                equal(count, 4)
                done()
            end)
        end)
    end
    local left = 3
    for _ = 1, 3 do
        connect(loop, server:port(), function(stream)
            stream:read_until_close(function(data)
                equal(data, "")
                left = left - 1
                if left == 0 then
                    fourth()
                end
            end)
        end)
    end
end)

test("clients of bind() wait for start()", function(loop, done)
    local Server = class("Server", turbo.tcpserver.TCPServer)
    local accepted = false
    function Server:handle_stream(stream)
        accepted = true
        stream:write "now"
    end
    local server = Server(loop)
    server:bind(0, "127.0.0.1")
    connect(loop, server:port(), function(stream)
        loop:add_timeout(ioloop.now() + 30, function()
            equal(accepted, false)
            server:start()
            equal(pcall(server.start, server), false)
            stream:read_bytes(3, function(data)
                equal(data, "now")
                done()
            end)
        end)
    end)
end)

test("several listeners, old and new addresses", function(loop, done)
    local Server = class("Server", turbo.tcpserver.TCPServer)
    local addresses = {}
    function Server:handle_stream(_, address)
        addresses[#addresses + 1] = address
        if #addresses == 2 then
            table.sort(addresses)
            equal(addresses[1], "127.0.0.1")
            equal(addresses[2], "::1", "without anything behind it")
            self:stop()
            done()
        end
    end
    local server = Server(loop)
    server:listen(0, "127.0.0.1")
    local port = server:port()
    server:listen(port, "::1")
    equal(pcall(server.listen, server, port, "127.0.0.1"), false, "the port is taken")
    equal(pcall(server.listen, server), false)
    equal(pcall(server.listen, server, 0, "no address"), false)
    local fd = socket.new_nonblock_socket(socket.AF_INET6, socket.SOCK_STREAM, 0)
    turbo.iostream.IOStream(fd, loop):connect("::1", port, socket.AF_INET6)
    connect(loop, port, function() end)
end)

test("each server has the connections of its own listeners, also of one that comes late", function(loop, done)
    local seen, servers = {}, {}
    local Server = class("Server", turbo.tcpserver.TCPServer)
    function Server:initialize(name, ...)
        turbo.tcpserver.TCPServer.initialize(self, ...)
        self.name = name
    end
    function Server:handle_stream(stream, address)
        equal(address, "127.0.0.1")
        equal(stream.io_loop, loop)
        equal(stream.max_buffer_size, 100000)
        equal(stream.socket > 2, true)
        -- Callbacks may wait, and others go on meanwhile.
        coroutine.yield()
        seen[#seen + 1] = self.name
        stream:read_until("!", function(line)
            stream:write(self.name .. line)
        end)
    end
    local function ask(server, answer, go_on)
        connect(loop, server:port(), function(stream)
            stream:write "!"
            stream:read_until("!", function(line)
                equal(line, answer)
                go_on(stream)
            end)
        end)
    end
    for _, name in ipairs { "first", "second", "late" } do
        servers[name] = Server(name, loop, nil, 100000)
    end
    servers.first:listen(0, "127.0.0.1")
    servers.second:listen(0, "127.0.0.1")
    ask(servers.second, "second!", function()
        ask(servers.first, "first!", function()
            servers.late:listen(0, "127.0.0.1")
            ask(servers.late, "late!", function(stream)
                equal(table.concat(seen, " "), "second first late")
                servers.late:stop()
                -- Who has come before the stop stays.
                stream:write "more"
                servers.late:listen(0, "127.0.0.1")
                ask(servers.late, "late!", function()
                    done()
                end)
            end)
        end)
    end)
end)

test("what clients say at once goes to their own streams", function(loop, done)
    local expected, seen, closed = { one = true, two = true, three = true }, 0, 0
    local server
    server = serve(loop, function(stream)
        stream:set_close_callback(function()
            closed = closed + 1
            if closed == 3 then
                equal(seen, 3)
                server:stop()
                done()
            end
        end)
        -- Their first bytes are events of this round already.
        coroutine.yield()
        stream:read_until_close(function(text)
            equal(expected[text], true, text)
            expected[text] = nil
            seen = seen + 1
        end)
    end)
    local place, length = socket.pack_address(socket.AF_INET, server:port(), "127.0.0.1")
    for text in pairs(expected) do
        local fd = socket.new_nonblock_socket(socket.AF_INET, socket.SOCK_STREAM, 0)
        equal(socket.C.connect(fd, place, length) == 0 or ffi.errno() == socket.EINPROGRESS, true)
        equal(tonumber(ffi.C.send(fd, text, #text, 0)), #text)
        socket.C.close(fd)
    end
end)

test("a stop leaves nobody waiting", function(loop, done)
    local handled = 0
    local server = serve(loop, function()
        handled = handled + 1
    end)
    local port = server:port()
    local fd = socket.new_nonblock_socket(socket.AF_INET, socket.SOCK_STREAM, 0)
    local waiting = turbo.iostream.IOStream(fd, loop)
    waiting:connect("127.0.0.1", port, socket.AF_INET)
    -- It is in the queue of the system, at most.
    server:stop()
    connect(loop, port, function()
        error "connected"
    end, function(number)
        equal(number, socket.ECONNREFUSED)
        equal(handled, 0)
        equal(server:port(), nil)
        done()
    end)
end)

test("a write to a stream whose end is on its way is no error", function(loop, done)
    local server, written
    server = serve(loop, function(stream)
        stream:read_until_close(function()
            equal(written, true)
            server:stop()
            done()
        end, nil, function(data)
            -- The bytes and the reset are events of one round.
            stream:write(data)
            stream:write(data)
            written = true
        end)
    end)
    local fd = socket.new_nonblock_socket(socket.AF_INET, socket.SOCK_STREAM, 0)
    local place, length = socket.pack_address(socket.AF_INET, server:port(), "127.0.0.1")
    equal(socket.C.connect(fd, place, length) == 0 or require("ffi").errno() == socket.EINPROGRESS, true)
    loop:add_timeout(ioloop.now() + 5, function()
        ffi.C.send(fd, "bye", 3, 0)
        socket.C.setsockopt(fd, socket.SOL_SOCKET, socket.SO_LINGER, ffi.new("int[2]", 1, 0), 8)
        socket.C.close(fd)
    end)
end)

test("a server without a handler says so", function(loop, done)
    local server = turbo.tcpserver.TCPServer(loop)
    equal(pcall(server.handle_stream, server), false)
    server:listen(0, "127.0.0.1")
    connect(loop, server:port(), function(stream)
        stream:read_until_close(function()
            server:stop()
            done()
        end)
    end)
end)

test("classes", function(_, done)
    local Base = class "Base"
    function Base:initialize(name)
        self.name = name
    end
    function Base:hello()
        return "hello " .. self.name
    end
    function Base.__eq(a, b)
        return a.name == b.name
    end
    local Derived = class("Derived", Base)
    function Derived:initialize(name)
        Base.initialize(self, name .. "!")
    end
    local one, two = Derived "x", Derived:new "x"
    equal(one:hello(), "hello x!")
    equal(one == two, true)
    equal(tostring(one), "instance of Derived")
    equal(one:isInstanceOf(Base), true)
    equal(one:isInstanceOf(turbo.tcpserver.TCPServer), false)
    equal(Derived:isSubclassOf(Base), true)
    equal(one.class, Derived)
    done()
end)

test("buffers and lists", function(_, done)
    local buffer = turbo.structs.buffer()
    for number = 1, 100 do
        buffer:append_luastr_right(tostring(number)):append_luastr_left(tostring(number))
    end
    equal(buffer:len(), 2 * 192)
    buffer:pop_left(buffer:len() - 5):pop_right(2)
    equal(tostring(buffer), "991")
    equal(buffer == buffer:copy(), true)
    equal(buffer .. "x", "991x")
    equal(pcall(buffer.pop_left, buffer, 4), false)
    buffer:append_char_right(("!"):byte()):shrink()
    equal(tostring(buffer), "991!")
    equal(buffer:clear(true):len(), 0)
    local list = turbo.structs.deque()
    list:append "b"
    list:append "c"
    list:appendleft "a"
    equal(list:concat(), "abc")
    equal(list:size(), 3)
    equal(list:popleft() .. list:pop() .. list:peekfirst() .. list:peeklast(), "acbb")
    equal(list:not_empty(), true)
    equal(list:pop() and list:pop(), nil)
    done()
end)

support.finish()
