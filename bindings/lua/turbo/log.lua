-- Lines for people, on standard error. `categories` turns kinds of them on and off.
local log = {
    categories = {
        success = true, notice = true, warning = true, error = true, debug = false, development = false, stacktrace = true,
    },
}

local function writer(kind, mark)
    return function(text)
        if log.categories[kind] then
            io.stderr:write(("[%s %s] %s\n"):format(mark, os.date "%Y/%m/%d %H:%M:%S", tostring(text)))
        end
    end
end

log.success = writer("success", "S")
log.notice = writer("notice", "I")
log.warning = writer("warning", "W")
log.error = writer("error", "E")
log.debug = writer("debug", "D")
log.devel = writer("development", "d")
log.stacktrace = writer("stacktrace", "T")

return log
