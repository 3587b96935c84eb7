-- Streams with TLS, both ends in one loop. arg: CERT_FILE KEY_FILE OTHER_CERT_FILE OTHER_KEY_FILE
local files = { { arg[1], arg[2] }, { arg[3], arg[4] } }
arg[1] = nil
local turbo = require "turbo"
local support = require "support"
local test, equal, connect = support.test, support.equal, support.connect
local crypto, socket = turbo.crypto, turbo.socket

local function options(which)
    return { cert_file = files[which][1], key_file = files[which][2] }
end

local function refusal(...)
    local ok, why = pcall(turbo.tcpserver.TCPServer, nil, ...)
    equal(ok, false)
    return why
end

test("what the constructor says", function(_, done)
    equal(refusal(options(1)):match "[^:]+$", " TURBO_SSL is not defined and you are trying to use SSL.")
    TURBO_SSL = true
    equal(refusal { cert_file = "no.pem", key_file = files[1][2] }, "SSL cert_file, no.pem, does not exist.")
    equal(refusal { cert_file = files[1][1], key_file = "no.key" }, "SSL key_file, no.key, does not exist.")
    equal(refusal { key_file = files[1][2] }, "SSL cert_file, nil, does not exist.")
    local why = refusal { cert_file = files[1][1], key_file = files[2][2] }
    equal(why:match "^Could not create SSL context%. .*does not belong", why:match "^.*does not belong")
    local mine = options(1)
    turbo.tcpserver.TCPServer(nil, mine)
    equal(mine._ssl_ctx ~= nil, true)
    local code, text = crypto.ssl_create_client_context(nil, nil, "no.pem")
    equal(code ~= 0, true)
    equal(text, "SSL CA file, no.pem, does not exist.")
    done()
end)

local function serve(loop, which, handle, ...)
    return support.serve(loop, handle, options(which), ...)
end

-- A client that trusts one of the certificates, or nil for those of the system.
local function dial(loop, port, trusted, connected, failed, name, verify, by_issuer)
    local fd = socket.new_nonblock_socket(socket.AF_INET, socket.SOCK_STREAM, 0)
    local code, context = crypto.ssl_create_client_context(nil, nil, trusted and files[trusted][1], by_issuer)
    equal(code, 0)
    local stream = turbo.iostream.SSLIOStream(fd, { _ssl_ctx = context, _type = 1 }, loop)
    equal(stream:connect(name or "localhost", port, socket.AF_INET, verify, function(first)
        equal(first, "arg")
        connected(stream)
    end, function(first, ...)
        equal(first, "arg")
        local text = select(-1, ...)
        if not failed then
            support.failure = "no connection: " .. tostring(text)
            return loop:close()
        end
        failed(text, stream)
    end, "arg"), 0)
    return stream
end

test("every read and write, in both directions", function(loop, done)
    local much = ("0123456789"):rep(50000)
    local server = serve(loop, 1, function(stream, address)
        equal(address, "127.0.0.1")
        -- It waits for the handshake.
        stream:write "welcome\r\n"
        stream:read_until("\r\n", function(line)
            equal(line, "hello\r\n")
            stream:read_bytes(#much, function(data)
                equal(data == much, true)
                stream:read_until_pattern("%d+;", function(number)
                    equal(number, "77;")
                    stream:write(much, function()
                        stream:close()
                    end)
                end)
            end)
        end)
    end)
    dial(loop, server:port(), 1, function(stream)
        stream:read_until("\r\n", function(line)
            equal(line, "welcome\r\n")
            stream:write "hello\r\n"
            stream:write(much)
            stream:write "77;"
            stream:read_until_close(function(data)
                equal(data == much, true)
                equal(stream:closed(), true)
                done()
            end)
        end)
    end)
end)

test("each server has a certificate of its own", function(loop, done)
    local first = serve(loop, 1, function(stream)
        stream:write "first"
    end)
    local second = serve(loop, 2, function(stream)
        stream:write "second"
    end)
    dial(loop, first:port(), 1, function(stream)
        stream:read_bytes(5, function(data)
            equal(data, "first")
            dial(loop, second:port(), 2, function(other)
                other:read_bytes(6, function(more)
                    equal(more, "second")
                    done()
                end)
            end)
        end)
    end)
end)

test("who is not verified is refused", function(loop, done)
    local handled, closed = 0, 0
    local server = serve(loop, 1, function(stream)
        handled = handled + 1
        stream:set_close_callback(function()
            closed = closed + 1
            equal(stream:closed(), true)
            if closed == 3 then
                done()
            end
        end)
        stream:read_bytes(1, function()
            error "nobody has spoken"
        end)
    end)
    local port = server:port()
    local function never()
        support.failure = "connected"
        done()
    end
    dial(loop, port, 2, never, function(text, stream)
        equal(text:match "invalid peer certificate" ~= nil, true, text)
        equal(stream:closed(), true)
        dial(loop, port, 1, never, function(other)
            equal(other:match "not valid for name" ~= nil, true, other)
            dial(loop, port, nil, never, function(strange)
                equal(strange:match "certificate" ~= nil, true, strange)
            end)
        end, "127.0.0.1")
    end)
end)

test("unless the program wants it", function(loop, done)
    local server = serve(loop, 1, function(stream)
        stream:write "x"
    end)
    dial(loop, server:port(), 2, function(stream)
        stream:read_bytes(1, function(data)
            equal(data, "x")
            done()
        end)
    end, nil, "127.0.0.1", false)
end)

test("who has issued a certificate and its name are verified apart", function(loop, done)
    local server = serve(loop, 1, function(stream)
        stream:write "x"
    end)
    -- Trusted certificate, name, verify of connect() and of the context, and what comes of it.
    local cases = {
        { 1, "127.0.0.1", "chain", nil, nil },
        { 2, "127.0.0.1", "chain", nil, "invalid peer certificate" },
        { 2, "localhost", "chain", nil, "invalid peer certificate" },
        { 2, "localhost", nil, false, nil },
        { 2, "127.0.0.1", nil, false, "not valid for name" },
        { 1, "127.0.0.1", true, false, "not valid for name" },
        { 2, "127.0.0.1", "chain", false, nil },
        { 2, "127.0.0.1", false, nil, nil },
    }
    local function try(place)
        local case = cases[place]
        if not case then
            return done()
        end
        dial(loop, server:port(), case[1], function(stream)
            equal(case[5], nil, "connected, case " .. place)
            stream:read_bytes(1, function()
                try(place + 1)
            end)
        end, function(text)
            equal(case[5] ~= nil and text:match(case[5]) ~= nil, true, text .. ", case " .. place)
            try(place + 1)
        end, case[2], case[3], case[4])
    end
    try(1)
end)

test("clients that speak no TLS close their streams alone", function(loop, done)
    local plain, closed = 10, 0
    local server
    local function last()
        dial(loop, server:port(), 1, function(stream)
            stream:read_bytes(4, function(data)
                equal(data, "fine")
                done()
            end)
        end)
    end
    server = serve(loop, 1, function(stream)
        stream:set_close_callback(function()
            closed = closed + 1
            if closed == plain then
                last()
            end
        end)
        stream:write "fine"
    end)
    for _ = 1, plain do
        connect(loop, server:port(), function(stream)
            stream:write "GET / HTTP/1.1\r\n\r\n"
            stream:read_until_close(function() end)
        end)
    end
end)

test("a stream that is closed in its handshake", function(loop, done)
    local listener = turbo.sockutil.bind_sockets(0, "127.0.0.1")
    local stream
    stream = dial(loop, socket.bound_port(listener), 1, function()
        support.failure = "connected"
        done()
    end)
    turbo.sockutil.add_accept_handler(listener, function(fd)
        -- The greeting has come, and nobody answers it.
        local begun = turbo.ioloop.now()
        loop:add_handler(fd, turbo.ioloop.READ, function()
            local peer = turbo.iostream.IOStream(fd, loop)
            loop:remove_handler(fd)
            peer:read_until_close(function()
                equal(turbo.ioloop.now() - begun < 5000, true, "not after the time of a handshake")
                done()
            end, nil, function() end)
            stream:close()
        end)
    end, loop)
end)

test("what a read may have at most", function(loop, done)
    local server = serve(loop, 1, function(stream)
        stream:set_close_callback(done)
        stream:read_until("never", function() end)
    end, 20000)
    dial(loop, server:port(), 1, function(stream)
        stream:write(("x"):rep(100000))
    end)
end)

test("streams that look as if they waited", function(loop, done)
    local server = serve(loop, 1, function(stream)
        stream:read_until("\n", function(line)
            stream:write(line:upper())
        end)
    end)
    loop:add_callback(function()
        local dialed = turbo.iosimple.dial("tcp://localhost:" .. server:port(), { ca_path = files[1][1] }, loop)
        dialed:write "hello\n"
        equal(dialed:read_until "\n", "HELLO\n")
        dialed:close()
        local ok, why = pcall(function()
            turbo.iosimple.dial("tcp://localhost:" .. server:port(), { ca_path = files[2][1] }, loop)
        end)
        equal(ok, false)
        equal(tostring(why):match "invalid peer certificate" ~= nil, true, tostring(why))
        local function heard(host, options)
            local fine, stream = pcall(turbo.iosimple.dial, ("tcp://%s:%d"):format(host, server:port()), options, loop)
            if not fine then
                return tostring(stream)
            end
            stream:write "more\n"
            return stream:read_until "\n"
        end
        equal(heard("localhost", { ca_path = files[2][1], verify_ca = false }), "MORE\n")
        equal(heard("127.0.0.1", { verify_ca = false }):match "not valid for name" ~= nil, true)
        equal(heard("127.0.0.1", { ca_path = files[1][1], verify_name = false }), "MORE\n")
        equal(heard("127.0.0.1", { ca_path = files[1][1] }):match "not valid for name" ~= nil, true)
        done()
    end)
end)

test("arguments that do not go together", function(loop, done)
    local _, context = crypto.ssl_create_server_context(files[1][1], files[1][2])
    equal(pcall(turbo.iostream.SSLIOStream, 1, { _ssl_ctx = context, _type = 1 }, loop), false)
    equal(pcall(turbo.iostream.SSLIOStream, 1, { _type = 0 }, loop), false)
    equal(pcall(turbo.iostream.SSLIOStream, 1, nil, loop), false)
    done()
end)

support.finish()
