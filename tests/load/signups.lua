-- wrk: a signup for an account of its own each time. TOKENS is a file with a line an account: the account and its token.
local body, threads = nil, 0

function setup(thread)
  thread:set("offset", threads)
  threads = threads + 1
  thread:set("stored", 0)
  thread:set("refused", 0)
  all = all or {}
  table.insert(all, thread)
end

function init()
  local file = assert(io.open(os.getenv("BODY"), "rb"))
  body = file:read("*a")
  file:close()
  lines, next_line = {}, 0
  local number = 0
  for line in io.lines(os.getenv("TOKENS")) do
    if number % 2 == offset then table.insert(lines, line) end
    number = number + 1
  end
end

function request()
  next_line = next_line + 1
  local account, token = lines[(next_line - 1) % #lines + 1]:match("(%S+) (%S+)")
  local headers = { ["Content-Type"] = "application/json", ["Authorization"] = "Bearer " .. token }
  return wrk.format("POST", "/v1/accounts/" .. account .. "/management/settings/connections/bambora", headers, body)
end

function response(status)
  if status == 201 then stored = stored + 1 else refused = refused + 1 end
end

function done(summary, latency)
  local stored_in_all, refused_in_all = 0, 0
  for _, thread in ipairs(all) do
    stored_in_all = stored_in_all + thread:get("stored")
    refused_in_all = refused_in_all + thread:get("refused")
  end
  print(string.format("stored %d refused %d per_second %.0f p50_ms %.2f p99_ms %.2f", stored_in_all, refused_in_all,
    stored_in_all / (summary.duration / 1e6), latency:percentile(50) / 1000, latency:percentile(99) / 1000))
end
