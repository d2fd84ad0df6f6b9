-- wrk: each request bears the next token and, with BENCH_BODY, that body; with BENCH_RATE, each leaves at its own moment.
local ffi = require("ffi")
ffi.cdef("struct moment { long s; long ns; }; int clock_gettime(int clock, struct moment *at);")

local requests, turn = {}, 0
local body = os.getenv("BENCH_BODY")
local rate = tonumber(os.getenv("BENCH_RATE"))
local at, due = ffi.new("struct moment"), nil

local function now_ms()
  ffi.C.clock_gettime(1, at)
  return tonumber(at.s) * 1000 + tonumber(at.ns) / 1e6
end

function init()
  for token in io.lines(os.getenv("BENCH_TOKENS")) do
    local headers = { Authorization = "Bearer " .. token }
    if body then
      headers["Content-Type"] = "application/json"
    end
    requests[#requests + 1] = wrk.format(body and "POST" or "GET", nil, headers, body)
  end
end

function request()
  turn = turn % #requests + 1
  return requests[turn]
end

if rate > 0 then
  -- One schedule for all connections: a slow answer does not delay the requests after it.
  function delay()
    local now = now_ms()
    due = math.max((due or now) + 1000 / rate, now)
    return math.floor(due - now + 0.5)
  end
end

function done(summary, latency)
  local failed = summary.errors
  io.write(string.format(
    'RESULT {"requests": %d, "duration_us": %d, "failures": %d, "p50_us": %d, "p95_us": %d, "p99_us": %d}\n',
    summary.requests, summary.duration,
    failed.connect + failed.read + failed.write + failed.status + failed.timeout,
    latency:percentile(50), latency:percentile(95), latency:percentile(99)))
end
