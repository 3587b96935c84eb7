-- Turns functions with callbacks into something to yield.
local async = {}

--- Calls `fn(...)` with a callback and its argument behind the given arguments; to be yielded, which returns what the
--- callback gets: `data = coroutine.yield(turbo.async.task(stream.read_until, stream, "\n"))`.
function async.task(fn, ...)
    local CoroutineContext = require("turbo.coctx").CoroutineContext
    local io_loop = type(...) == "table" and (...).io_loop or require("turbo.ioloop").instance()
    local context = CoroutineContext(io_loop)
    local function done(ctx, ...)
        ctx:set_arguments { ... }
        ctx:finalize_context()
    end
    local arguments, count = { ... }, select("#", ...)
    arguments[count + 1], arguments[count + 2] = done, context
    fn(unpack(arguments, 1, count + 2))
    return context
end

return async
