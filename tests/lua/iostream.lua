-- Streams: reads, writes, ends.
local turbo = require "turbo"
local support = require "support"
local test, equal, serve, connect = support.test, support.equal, support.serve, support.connect

-- Has the server's side read while the client writes pieces, each in a packet of its own.
local function exchange(name, pieces, read)
    test(name, function(loop, done)
        local server = serve(loop, function(stream)
            read(stream, done, loop)
        end)
        connect(loop, server:port(), function(stream)
            local at = 0
            local function go_on()
                at = at + 1
                if pieces[at] then
                    stream:write(pieces[at])
                    loop:add_timeout(turbo.ioloop.now() + 5, go_on)
                else
                    stream:close()
                end
            end
            go_on()
        end)
    end)
end

exchange("a delimiter over two segments", { "abc\r", "\nrest" }, function(stream, done)
    local inside = true
    stream:read_until("\r\n", function(data)
        equal(inside, false, "never inside the call")
        equal(data, "abc\r\n")
        stream:read_until_close(function(rest)
            equal(rest, "rest")
            done()
        end)
    end)
    inside = false
    equal(stream:reading(), true)
    equal(pcall(stream.read_until, stream, "\n", function() end), false, "one read at a time")
    equal(pcall(stream.read_until_pattern, stream, "\n", function() end), false, "also by pattern")
end)

exchange("arguments come first", { "a;b;c" }, function(stream, done)
    stream:read_until(";", function(first, data)
        equal(first, "one")
        equal(data, "a;")
        stream:read_bytes(2, function(second, more)
            equal(second, 2)
            equal(more, "b;")
            done()
        end, 2)
    end, "one")
end)

exchange("patterns over segments", { "x=1", "2 y=", "34 z" }, function(stream, done)
    stream:read_until_pattern("%a=%d+ ", function(data)
        equal(data, "x=12 ")
        stream:read_until_pattern("%a=%d+ ", function(more)
            equal(more, "y=34 ")
            done()
        end)
    end)
end)

exchange("numbers of bytes", { "abcd", "efgh" }, function(stream, done)
    stream:read_bytes(0, function(nothing)
        equal(nothing, "")
        stream:read_bytes(6, function(data)
            equal(data, "abcdef")
            done()
        end)
    end)
end)

exchange("bytes as a stream", { "abcd", "efgh" }, function(stream, done)
    local parts = {}
    stream:read_bytes(6, function(last)
        equal(last, "", "the last call")
        equal(table.concat(parts), "abcdef")
        stream:read_bytes(2, function(rest)
            equal(rest, "gh")
            done()
        end)
    end, nil, function(data)
        parts[#parts + 1] = data
    end)
end)

exchange("raw bytes", { "abc" }, function(stream, done)
    local ffi = require "ffi"
    stream:read_bytes_raw_buffer(3, function(buffer)
        equal(ffi.string(buffer.ptr, buffer.len), "abc")
        done()
    end)
end)

exchange("until the end as a stream, with what was there before", { "first\nmore", " and more" }, function(stream, done, loop)
    stream:read_until("\n", function()
        loop:add_timeout(turbo.ioloop.now() + 2, function()
            local parts = {}
            stream:read_until_close(function(arg, last)
                equal(arg, "final")
                equal(last, "")
                equal(table.concat(parts), "more and more")
                done()
            end, "final", function(data)
                parts[#parts + 1] = data
            end)
        end)
    end)
end)

exchange("a coroutine waits", { "1 ", "2 ", "3 " }, function(stream, done)
    local sum = 0
    for _ = 1, 3 do
        sum = sum + tonumber(coroutine.yield(turbo.async.task(stream.read_until, stream, " ")))
    end
    equal(sum, 6)
    done()
end)

exchange("an error in a callback closes its stream", { "x" }, function(stream, done)
    stream:set_close_callback(function(arg)
        equal(arg, 5)
        equal(stream:closed(), true)
        done()
    end, 5)
    stream:read_bytes(1, function()
        error "on purpose"
    end)
end)

test("a read beyond the limit closes the stream", function(loop, done)
    local limit = 64 * 1024
    local server = serve(loop, function(stream)
        stream:set_max_buffer_size(limit)
        stream:set_maxed_buffer_callback(function(size)
            equal(size >= limit, true)
        end)
        stream:read_until("never", function() end)
        stream:set_close_callback(done)
    end)
    connect(loop, server:port(), function(stream)
        stream:write(("x"):rep(4 * limit))
    end)
end)

test("what nobody reads waits with the peer", function(loop, done)
    local limit, total = 64 * 1024, 16 * 1024 * 1024
    local server = serve(loop, function(stream)
        stream:set_max_buffer_size(limit)
        stream:read_bytes(1, function()
            loop:add_timeout(turbo.ioloop.now() + 50, function()
                -- What one pull brings comes on top.
                equal(stream._size < limit + 1200 * 1024, true, "kept here")
                local got = 1
                stream:read_until_close(function()
                    equal(got, total)
                    done()
                end, nil, function(data)
                    got = got + #data
                end)
            end)
        end)
    end)
    connect(loop, server:port(), function(stream)
        stream:write(("x"):rep(total), function()
            stream:close()
        end)
    end)
end)

test("writes are told when they have gone", function(loop, done)
    local server = serve(loop, function(stream)
        local order = {}
        stream:write(("x"):rep(3 * 1024 * 1024), function()
            order[#order + 1] = 1
        end)
        stream:write("end", function(arg)
            equal(arg, "arg")
            equal(order[1], 1)
            stream:close()
        end, "arg")
        equal(stream:writing(), true)
    end)
    connect(loop, server:port(), function(stream)
        stream:read_until_close(function(data)
            equal(#data, 3 * 1024 * 1024 + 3)
            equal(data:sub(-3), "end")
            done()
        end)
    end)
end)

test("many small writes wait for a slow peer", function(loop, done)
    local piece, count = ("x"):rep(100), 40000
    local server = serve(loop, function(stream)
        for _ = 1, count do
            stream:write(piece)
        end
        stream:write("end", function()
            stream:close()
        end)
    end)
    connect(loop, server:port(), function(stream)
        stream:read_until_close(function(data)
            equal(#data, #piece * count + 3)
            equal(data:sub(-3), "end")
            done()
        end)
    end)
end)

test("what was written is sent though the stream is closed", function(loop, done)
    local piece, count = ("x"):rep(1024 * 1024), 4
    local closed
    local server = serve(loop, function(stream)
        stream:set_close_callback(function()
            closed = true
        end)
        for _ = 1, count do
            stream:write(piece)
        end
        stream:write "end"
        stream:close()
        equal(stream:closed(), true)
        equal(pcall(stream.write, stream, "x"), false)
    end)
    connect(loop, server:port(), function(stream)
        stream:read_until_close(function(data)
            equal(#data, #piece * count + 3)
            equal(data:sub(-3), "end")
            equal(closed, true)
            done()
        end)
    end)
end)

test("an interval without time leaves time to others", function(loop, done)
    local rounds = 0
    loop:set_interval(0, function()
        rounds = rounds + 1
        if rounds == 10 then
            done()
        end
    end)
end)

test("a peer that takes nothing does not fill the memory", function(loop, done)
    local server = serve(loop, function(stream)
        stream:set_max_buffer_size(256 * 1024)
        local piece, count = ("x"):rep(64 * 1024), 0
        while pcall(stream.write, stream, piece) do
            count = count + 1
            equal(count < 1000, true, "there is a limit")
        end
        done()
    end)
    connect(loop, server:port(), function() end)
end)

test("buffers are written", function(loop, done)
    local server = serve(loop, function(stream)
        local buffer = turbo.structs.buffer(8)
        buffer:append_luastr_right("world"):append_luastr_left "hello "
        stream:write_buffer(buffer)
    end)
    connect(loop, server:port(), function(stream)
        stream:read_bytes(11, function(data)
            equal(data, "hello world")
            done()
        end)
    end)
end)

test("a write without a copy is alone", function(loop, done)
    local server = serve(loop, function(stream)
        local buffer = turbo.structs.buffer()
        buffer:append_luastr_right "abc"
        stream:write_zero_copy(buffer, function()
            stream:write "def"
        end)
        equal(pcall(stream.write, stream, "x"), false)
        equal(pcall(stream.write_zero_copy, stream, buffer), false)
    end)
    connect(loop, server:port(), function(stream)
        stream:read_bytes(6, function(data)
            equal(data, "abcdef")
            done()
        end)
    end)
end)

test("a closed stream refuses", function(loop, done)
    local server = serve(loop, function(stream)
        stream:close()
        stream:close()
        equal(pcall(stream.write, stream, "x"), false)
        equal(pcall(stream.read_until, stream, "x", function() end), false)
        equal(stream.socket, nil)
        -- What is left can still be asked for.
        stream:read_until_close(function(data)
            equal(data, "")
            done()
        end)
    end)
    connect(loop, server:port(), function() end)
end)

test("nobody listens", function(loop, done)
    local server = serve(loop, function() end)
    local port = server:port()
    server:stop()
    connect(loop, port, function()
        equal(true, false, "connected")
    end, function(number, text)
        equal(number, turbo.socket.ECONNREFUSED)
        equal(text, turbo.socket.strerror(number))
        done()
    end)
end)

test("names", function(loop, done)
    local server = serve(loop, function(stream)
        stream:write "hi"
    end)
    local socket = turbo.socket
    local fd = socket.new_nonblock_socket(socket.AF_INET, socket.SOCK_STREAM, 0)
    local stream = turbo.iostream.IOStream(fd, loop)
    equal(stream:connect("localhost", server:port(), socket.AF_INET, function(arg)
        equal(arg, "arg")
        stream:read_bytes(2, function()
            local other = turbo.iostream.IOStream(socket.new_nonblock_socket(socket.AF_INET, socket.SOCK_STREAM, 0), loop)
            other:connect("no such name.invalid", 1, socket.AF_INET, nil, function(text)
                equal(type(text), "string")
                equal(other:closed(), true)
                done()
            end)
        end)
    end, nil, "arg"), 0)
end)

test("a dialed stream that looks as if it waited", function(loop, done)
    local server = serve(loop, function(stream)
        stream:read_until("\n", function(line)
            stream:write(line:upper(), stream.close, stream)
        end)
    end)
    local stream = turbo.iosimple.dial("tcp://127.0.0.1:" .. server:port(), nil, loop)
    stream:write "hello\n"
    equal(stream:read_until "\n", "HELLO\n")
    local data, why = stream:read_bytes(1)
    equal(data, nil)
    equal(type(why), "string")
    equal(pcall(turbo.iosimple.dial, "http://x", nil, loop), false)
    done()
end)

support.finish()
