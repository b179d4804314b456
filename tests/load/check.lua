-- wrk: the ready example again and again, to one route. BODY is its file, TOKEN a token.
local file = assert(io.open(os.getenv("BODY"), "rb"))
wrk.method = "POST"
wrk.body = file:read("*a")
wrk.headers["Content-Type"] = "application/json"
wrk.headers["Authorization"] = "Bearer " .. os.getenv("TOKEN")
file:close()

function response(status)
  if status ~= 200 then
    wrk.thread:stop()
    error("answered with " .. status)
  end
end
