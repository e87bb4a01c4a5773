-- Below the values that wrk.py writes: run, first_network, method, paths, headers, body, expected, has_size, pause_ms,
-- may_refuse.
local threads = {}
local asked = 0
bad = 0 -- of this thread; read by `done`
refused = 0

function setup(thread)
    thread:set("number", #threads)
    table.insert(threads, thread)
end

local function is_varied(text)
    return text ~= nil and (text:find("{unique}", 1, true) ~= nil or text:find("{network}", 1, true) ~= nil)
end

local varies = is_varied(body)
for _, path in ipairs(paths) do varies = varies or is_varied(path) end
for _, value in pairs(headers) do varies = varies or is_varied(value) end

-- Every network is a /24 of its own until the second half of the number begins again.
local function network()
    local turn = (first_network + asked) % 65536
    return string.format("%d.%d.%d.%d", 11 + number * 16 + math.floor(asked / 65536) % 16,
        math.floor(turn / 256), turn % 256, 1 + asked % 250)
end

local function filled(text, word, address)
    if not is_varied(text) then return text end
    return (text:gsub("{unique}", word):gsub("{network}", address))
end

local ready = {}

function init(args)
    if varies then return end
    for position, path in ipairs(paths) do ready[position] = wrk.format(method, path, headers, body) end
end

function request()
    asked = asked + 1
    local position = (asked - 1) % #paths + 1
    if not varies then return ready[position] end
    local word, address = run .. number .. "n" .. asked, network()
    local own = {}
    for name, value in pairs(headers) do own[name] = filled(value, word, address) end
    return wrk.format(method, filled(paths[position], word, address), own, filled(body, word, address))
end

if pause_ms > 0 then
    function delay()
        return math.floor(-math.log(1 - math.random()) * pause_ms)
    end
end

if may_refuse then
    function response(status, answered)
        if status == 503 and answered["Retry-After"] then
            refused = refused + 1
        elseif status ~= expected then
            bad = bad + 1
        end
    end
elseif not has_size then
    function response(status)
        if status ~= expected then bad = bad + 1 end
    end
end

function done(summary, latency, requests)
    local others, no = 0, 0
    for _, thread in ipairs(threads) do
        others = others + thread:get("bad")
        no = no + thread:get("refused")
    end
    local errors = summary.errors
    local unanswered = errors.connect + errors.read + errors.write + errors.timeout
    if has_size then others = errors.status end
    io.write(string.format(
        '@@{"requests": %d, "per_second": %.1f, "p50": %.3f, "p99": %.3f, "bad": %d, "refused": %d, "size": %.1f}\n',
        summary.requests, summary.requests * 1e6 / summary.duration, latency:percentile(50) / 1000,
        latency:percentile(99) / 1000, others + unanswered, no,
        summary.bytes / math.max(summary.requests, 1)))
end
