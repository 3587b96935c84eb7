-- Times and small helpers.
local ffi = require "ffi"
local declare = require "turbo.declare"

declare "typedef struct turbo_timespec { long sec; long nsec; } turbo_timespec;"
declare "int clock_gettime(int clock, turbo_timespec *time);"

local util = {}
local place = ffi.new "turbo_timespec"

local function milliseconds(clock)
    ffi.C.clock_gettime(clock, place)
    return tonumber(place.sec) * 1000 + tonumber(place.nsec) / 1e6
end

--- Milliseconds of a clock that is never set.
function util.gettimemonotonic()
    return milliseconds(1)
end

--- Milliseconds since 1970.
function util.gettimeofday()
    return milliseconds(0)
end

--- The parts of a text between a separator.
function util.strsplit(text, separator, most)
    assert(separator ~= "", "a separator has at least one byte")
    local parts, start = {}, 1
    while not most or #parts < most do
        local first, last = text:find(separator, start, true)
        if not first then
            break
        end
        parts[#parts + 1] = text:sub(start, first - 1)
        start = last + 1
    end
    parts[#parts + 1] = text:sub(start)
    return parts
end

--- The texts of a list with a separator between them.
function util.join(separator, list)
    return table.concat(list, separator)
end

--- The number of entries of a table.
function util.tablelen(t)
    local count = 0
    for _ in pairs(t) do
        count = count + 1
    end
    return count
end

return util
