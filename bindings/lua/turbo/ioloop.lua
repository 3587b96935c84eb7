-- The loop: one server of the library that is pulled for events, and what the program wants to run between them.
--
-- Everything runs inside a coroutine that turns the loop. A callback that yields keeps that coroutine, and the loop goes on
-- in a new one; callbacks that do not yield cost nothing for it, and no function of Lua is ever called by C.
local ffi = require "ffi"
local bit = require "bit"
local native = require "cerver.native"
local class = require "turbo.class"
local coctx = require "turbo.coctx"
local log = require "turbo.log"
local util = require "turbo.util"
local declare = require "turbo.declare"

declare "int getpid(void);"

local lib, K = native.lib, native.constants
local co_create, co_resume, co_status = coroutine.create, coroutine.resume, coroutine.status

local ioloop = { READ = 1, PRI = 2, WRITE = 4, ERROR = 24, now = util.gettimemonotonic }

-- Events of one call, and the longest wait: milliseconds.
local ROOM = 256
local LONGEST = 3600
-- As many as the library can have: what limits them is the number of descriptors of the process.
local MOST_CONNECTIONS = 4194304

-- What the tags of listeners have above their number; those below are of everything else.
local LISTENER = 2 ^ 40

local IOLoop = class "IOLoop"
ioloop.IOLoop = IOLoop

local global

--- The loop of the program.
function ioloop.instance()
    global = global or IOLoop()
    return global
end

function IOLoop:initialize()
    self._callbacks, self._arguments, self._first, self._last = {}, {}, 1, 0
    self._timeouts, self._intervals = {}, {}
    self._streams, self._numbers, self._free, self._free_count = {}, 0, {}, 0
    self._listeners, self._last_listener = {}, 0
    -- Streams of the events that were pulled last, and how many of them were given to their servers.
    self._opened, self._opened_count, self._given_count = {}, 0, 0
    self._handlers, self._signals = {}, {}
    self._events, self._count, self._at = ffi.new("CerverEvent[?]", ROOM), 0, 0
    self._serial, self._running = 0, false
end

-- The server of the library, made when it is needed first: after a fork.
function IOLoop:_native()
    if not self._server then
        local server = lib.cerver_create_stream("turbo", 0, 0)
        if server == nil then
            error(native.message(), 2)
        end
        native.check(lib.cerver_set_listening(server, false), 2)
        native.check(lib.cerver_set_watch_limit(server, 0xffffffff), 2)
        native.check(lib.cerver_set_idle_timeout(server, 0), 2)
        native.check(lib.cerver_set_early_events(server, true), 2)
        native.check(lib.cerver_set_max_connections(server, MOST_CONNECTIONS), 2)
        lib.cerver_set_receive_buffer_size(server, 65536)
        native.check(lib.cerver_open(server), 2)
        self._server, self._process = server, ffi.C.getpid()
    elseif self._process ~= ffi.C.getpid() then
        error("this loop belongs to the process before fork(): use it only after start()", 2)
    end
    return self._server
end

-- Handlers of descriptors, times, signals -------------------------------------------------------------------------------

-- A number for something that events will name in their tag.
function IOLoop:_enter(thing)
    local count, number = self._free_count, nil
    if count > 0 then
        number, self._free_count = self._free[count], count - 1
    else
        number = self._numbers + 1
        self._numbers = number
    end
    self._streams[number] = thing
    return number
end

function IOLoop:_leave(number)
    local count = self._free_count + 1
    self._streams[number], self._free[count], self._free_count = false, number, count
end

--- Calls `fn(fd, events)`, or `fn(arg, fd, events)`, whenever the descriptor is ready. False, and the reason, when it
--- cannot be watched.
function IOLoop:add_handler(fd, events, fn, arg)
    if self._handlers[fd] then
        self:remove_handler(fd)
    end
    local interest = 0
    if bit.band(events, bit.bor(ioloop.READ, ioloop.PRI)) ~= 0 then
        interest = K.CERVER_READY_TO_READ
    end
    if bit.band(events, ioloop.WRITE) ~= 0 then
        interest = interest + K.CERVER_READY_TO_WRITE
    end
    local handler = { fd = fd, fn = fn, arg = arg }
    local number = self:_enter(handler)
    local id = lib.cerver_watch_descriptor(self:_native(), fd, interest, number)
    if id == 0 then
        self:_leave(number)
        return false, native.message()
    end
    handler.id, handler.number = id, number
    self._handlers[fd] = handler
    return true
end

-- Has the library accept from a listening socket: `server:_accepted(connection, fd)` makes a stream of each connection, and
-- `server:_give(stream)` follows behind the other events. False, and the reason, when it cannot. Ends with remove_handler(fd).
function IOLoop:_listen(fd, server)
    self:remove_handler(fd)
    local number = self._last_listener + 1
    local id = lib.cerver_watch_listener(self:_native(), fd, LISTENER + number)
    if id == 0 then
        return false, native.message()
    end
    -- The number is given to nobody else afterwards: connections may be under way.
    self._last_listener, self._listeners[number] = number, server
    self._handlers[fd] = { id = id, number = number, is_listener = true }
    return true
end

--- Changes what of a descriptor is of interest.
function IOLoop:update_handler(fd, events)
    local handler = self._handlers[fd]
    if not handler then
        return false, "No handler for this descriptor."
    end
    return self:add_handler(fd, events, handler.fn, handler.arg)
end

function IOLoop:remove_handler(fd)
    local handler = self._handlers[fd]
    if not handler then
        return false
    end
    self._handlers[fd] = nil
    if handler.is_listener then
        self._listeners[handler.number] = nil
    else
        self:_leave(handler.number)
    end
    return lib.cerver_unwatch(self:_native(), handler.id) == K.CERVER_OK
end

--- Calls `fn(signo)`, or `fn(arg, signo)`, in place of what a signal would do.
function IOLoop:add_signal_handler(signo, fn, arg)
    self:remove_signal_handler(signo)
    local handler = { signo = signo, fn = fn, arg = arg }
    local number = self:_enter(handler)
    local id = lib.cerver_watch_signal(self:_native(), signo, number)
    if id == 0 then
        self:_leave(number)
        return false, native.message()
    end
    handler.id, handler.number = id, number
    self._signals[signo] = handler
    return true
end

function IOLoop:remove_signal_handler(signo)
    local handler = self._signals[signo]
    if not handler then
        return false
    end
    self._signals[signo] = nil
    self:_leave(handler.number)
    return lib.cerver_unwatch(self:_native(), handler.id) == K.CERVER_OK
end

--- Calls `fn()`, or `fn(arg)`, in the next round.
function IOLoop:add_callback(fn, arg)
    local last = self._last + 1
    self._callbacks[last], self._arguments[last], self._last = fn, arg, last
    return self
end

local function before(a, b)
    return a.due < b.due or a.due == b.due and a.order < b.order
end

local order = 0

local function hang_in(heap, timeout)
    order = order + 1
    timeout.order = order
    local place = #heap + 1
    while place > 1 do
        local parent = bit.rshift(place, 1)
        if not before(timeout, heap[parent]) then
            break
        end
        heap[place] = heap[parent]
        place = parent
    end
    heap[place] = timeout
end

local function take_first(heap)
    local first, last = heap[1], table.remove(heap)
    local count, place = #heap, 1
    if count == 0 then
        return first
    end
    while true do
        local child = place * 2
        if child > count then
            break
        end
        if child < count and before(heap[child + 1], heap[child]) then
            child = child + 1
        end
        if not before(heap[child], last) then
            break
        end
        heap[place] = heap[child]
        place = child
    end
    heap[place] = last
    return first
end

--- Calls `fn()`, or `fn(arg)`, at a time of turbo.util.gettimemonotonic(); returns what remove_timeout() wants.
function IOLoop:add_timeout(due, fn, arg)
    local timeout = { due = due, fn = fn, arg = arg }
    hang_in(self._timeouts, timeout)
    return timeout
end

function IOLoop:remove_timeout(timeout)
    if type(timeout) ~= "table" or not timeout.fn then
        return false
    end
    timeout.fn = nil
    return true
end

--- Calls `fn` each time so many milliseconds are over; returns what clear_interval() wants.
function IOLoop:set_interval(milliseconds, fn, arg)
    local interval = { every = milliseconds, due = ioloop.now() + milliseconds, fn = fn, arg = arg }
    hang_in(self._timeouts, interval)
    return interval
end

function IOLoop:clear_interval(interval)
    return self:remove_timeout(interval)
end

-- The rounds ------------------------------------------------------------------------------------------------------------

local function trace(why)
    return debug.traceback(tostring(why), 2)
end
ioloop.trace = trace

-- Runs a function of the program, with `arg` in front if there is one; false = it failed, and that was logged.
local function guarded(fn, arg, more, last)
    local ok, why
    if arg ~= nil then
        ok, why = xpcall(fn, trace, arg, more, last)
    else
        ok, why = xpcall(fn, trace, more, last)
    end
    if not ok then
        log.error("[ioloop.lua] A callback failed: " .. why)
    end
    return ok
end
ioloop.guarded = guarded

function IOLoop:_run_callbacks()
    local callbacks, arguments, last, serial = self._callbacks, self._arguments, self._last, self._serial
    while self._first <= last do
        local first = self._first
        local fn, arg = callbacks[first], arguments[first]
        callbacks[first], arguments[first], self._first = nil, nil, first + 1
        guarded(fn, arg)
        if self._serial ~= serial then
            return false
        end
    end
    if self._first > self._last then
        -- Small numbers again: the lists stay short.
        self._first, self._last = 1, 0
    end
    return true
end

function IOLoop:_run_timeouts()
    local heap, serial, newest = self._timeouts, self._serial, order
    local now = heap[1] and ioloop.now()
    -- Those that come meanwhile have their turn in the next round.
    while heap[1] and (heap[1].due <= now or not heap[1].fn) and heap[1].order <= newest do
        local timeout = take_first(heap)
        local fn = timeout.fn
        if fn then
            if timeout.every then
                timeout.due = math.max(timeout.due + timeout.every, now)
                hang_in(heap, timeout)
            else
                timeout.fn = nil
            end
            guarded(fn, timeout.arg)
            if self._serial ~= serial then
                return false
            end
        end
    end
    return true
end

-- How long the next round may wait, in whole milliseconds.
function IOLoop:_patience()
    if self._first <= self._last or not self._running then
        return 0
    end
    local first = self._timeouts[1]
    if not first then
        return LONGEST
    end
    return math.max(0, math.min(LONGEST, math.ceil(first.due - ioloop.now())))
end

local NOTHING = function() end
local kinds = {}
for kind = 0, 64 do
    kinds[kind] = NOTHING
end
ioloop.kinds = kinds

kinds[K.CERVER_EVENT_READY] = function(thing, event)
    -- One that is over may still have had an event, and its number another owner.
    if thing.id ~= event.id then
        return
    end
    local flags = event.reason
    local events = 0
    if bit.band(flags, K.CERVER_READY_TO_READ) ~= 0 then
        events = ioloop.READ
    end
    if bit.band(flags, K.CERVER_READY_TO_WRITE) ~= 0 then
        events = events + ioloop.WRITE
    end
    if bit.band(flags, K.CERVER_READY_FAILED) ~= 0 then
        events = events + ioloop.ERROR
    end
    guarded(thing.fn, thing.arg, thing.fd, events)
end

kinds[K.CERVER_EVENT_SIGNAL] = function(thing, event)
    if thing.id == event.id then
        guarded(thing.fn, thing.arg, thing.signo)
    end
end

-- Gives new streams to their servers; false = a callback has yielded.
local function give_opened(self)
    local opened, serial = self._opened, self._serial
    while self._given_count < self._opened_count do
        local place = self._given_count + 1
        self._given_count = place
        local stream = opened[place]
        stream._server:_give(stream, stream._address)
        if self._serial ~= serial then
            return false
        end
    end
    return true
end
-- Programs make their callbacks there, which the compiler cannot: it would give up what it tries around it, too.
jit.off(give_opened)

local function find_opened(self, connection)
    for place = self._opened_count, 1, -1 do
        local stream = self._opened[place]
        if stream._connection == connection then
            return stream
        end
    end
end
jit.off(find_opened)

-- An event with the tag of a listener: a new connection, or what came with it, before its stream had a tag of its own. Returns
-- the stream that is to be told of it.
local function of_listener(self, event, number)
    local connection, count = event.connection, self._opened_count
    if event.kind == K.CERVER_EVENT_OPENED then
        local server = self._listeners[number - LISTENER]
        if server then
            self._opened[count + 1] = server:_accepted(connection, tonumber(event.code))
            self._opened_count = count + 1
        else
            -- Its listener is gone.
            lib.cerver_connection_abort(connection)
        end
        return nil
    end
    local last = self._opened[count]
    if last and last._connection == connection then
        return last
    end
    return find_opened(self, connection)
end

-- Does what is to be done between the events, and pulls the next ones; false = the loop is closed, or a callback has yielded.
local function between(self, server)
    if self._given_count < self._opened_count and not give_opened(self) or self._first <= self._last and not self:_run_callbacks() then
        return false
    end
    if self._timeouts[1] and not self:_run_timeouts() or not self._running then
        return false
    end
    if self._count < ROOM and self._opened_count > 0 then
        -- No event is left that came with them.
        self._opened, self._opened_count, self._given_count = {}, 0, 0
    end
    local count = lib.cerver_next_events(server, self._events, ROOM, self:_patience())
    if count < 0 then
        error("the loop failed: " .. native.message(), 0)
    end
    self._count, self._at = count, 0
    return true
end

-- Turns until the loop is closed, or until a callback has taken this coroutine. One flat loop, which is what the compiler
-- takes whole.
local function turn(self)
    local server = self:_native()
    local events, streams, serial = self._events, self._streams, self._serial
    while true do
        local at = self._at
        if at < self._count then
            local event = events[at]
            local number = tonumber(event.tag)
            local thing
            if number < LISTENER then
                thing = streams[number]
            else
                -- The program has its stream before it is told of what came with it.
                if event.kind ~= K.CERVER_EVENT_OPENED and self._given_count < self._opened_count and not give_opened(self) then
                    return
                end
                thing = of_listener(self, event, number)
            end
            self._at = at + 1
            if thing then
                kinds[event.kind](thing, event)
                if self._serial ~= serial then
                    return
                end
            elseif event.kind == K.CERVER_EVENT_LISTENER_ERROR then
                log.warning("[ioloop.lua] Cannot accept connections for a moment: " .. ffi.string(event.data, event.size))
            end
        elseif not between(self, server) then
            return
        end
    end
end

-- What a coroutine wants that has yielded: nothing (the next round), a function's result, or what a context brings.
function IOLoop:_park(co, wish)
    local function go_on(...)
        self:_continue(co, ...)
    end
    if wish == nil then
        self:add_callback(go_on)
    elseif type(wish) == "function" then
        self:add_callback(function()
            go_on(wish())
        end)
    elseif type(wish) == "table" and coctx.is_context(wish) then
        wish:_wait(go_on)
    else
        log.error("[ioloop.lua] A callback yielded something that the loop does not know: " .. tostring(wish))
    end
end

function IOLoop:_continue(co, ...)
    local ok, wish = co_resume(co, ...)
    if not ok then
        log.error("[ioloop.lua] A coroutine failed: " .. debug.traceback(co, tostring(wish)))
    elseif co_status(co) ~= "dead" then
        self:_park(co, wish)
    end
end

-- Runs rounds until `close`.
function IOLoop:_loop()
    while self._running do
        local co = co_create(turn)
        local ok, result = co_resume(co, self)
        if not ok then
            self._running = false
            error(debug.traceback(co, tostring(result)), 0)
        elseif co_status(co) ~= "dead" then
            self._serial = self._serial + 1
            self:_park(co, result)
        end
    end
end

--- Runs until close().
function IOLoop:start()
    self._running = true
    self:_loop()
end

--- Ends start() after this round.
function IOLoop:close()
    self._running = false
end

--- True inside start() and wait().
function IOLoop:running()
    return self._running
end

--- Runs until close(); raises an error when that has not come after so many seconds.
function IOLoop:wait(seconds)
    local is_over = false
    local timeout = seconds and self:add_timeout(ioloop.now() + seconds * 1000, function()
        is_over = true
        self:close()
    end)
    self:start()
    if is_over then
        error("Sync wait operation timed out.", 2)
    end
    self:remove_timeout(timeout)
end

return ioloop
