#!/usr/bin/env bash
# Requests per second of one endpoint, with what stands in front of it, as ratios within one run. Needs wrk (Debian: apt-get install wrk).
# usage: benchmarks/web/run.sh [ROUNDS] [SECONDS]    (default: 5 rounds of 4 seconds per host; the rounds take turns, the median counts)
set -euo pipefail
cd "$(dirname "$0")/../.."
rounds=${1:-5} seconds=${2:-4} connections=32 first_port=${PORT:-5210}
command -v wrk >/dev/null || { echo "wrk is missing: apt-get install wrk" >&2; exit 2; }
project=benchmarks/SecurityKit.Benchmarks.Web
[ -n "${NO_BUILD:-}" ] || dotnet build "$project" -c Release --nologo -v quiet
host=$project/bin/Release/net10.0/SecurityKit.Benchmarks.Web.dll
read -ra kinds <<<"${KINDS:-bare headers stock-cookie stock-jwt kit-none kit-cookie kit-bearer kit-key}"
work=$(mktemp -d)
pids=()
trap 'kill "${pids[@]}" 2>/dev/null || true; rm -rf "$work"' EXIT

for i in "${!kinds[@]}"; do
  dotnet "$host" "${kinds[$i]}" $((first_port + i)) >"$work/${kinds[$i]}.header" &
  pids+=($!)
done
for i in "${!kinds[@]}"; do
  for _ in $(seq 600); do [ -s "$work/${kinds[$i]}.header" ] && break; sleep 0.1; done
done

measure() { # kind port seconds
  local header; header=$(head -n1 "$work/$1.header")
  local arguments=(-t1 "-c$connections" "-d${3}s")
  [ "$header" = - ] || arguments+=(-H "$header")
  wrk "${arguments[@]}" "http://127.0.0.1:$2/hello" >"$work/out"
  if grep -q 'Non-2xx' "$work/out"; then echo "$1 refused requests" >&2; exit 1; fi
  awk '/Requests\/sec/ { print $2 }' "$work/out"
}

for i in "${!kinds[@]}"; do measure "${kinds[$i]}" $((first_port + i)) 6 >/dev/null; done
for _ in $(seq "$rounds"); do
  for i in "${!kinds[@]}"; do measure "${kinds[$i]}" $((first_port + i)) "$seconds" >>"$work/${kinds[$i]}.rps"; done
done

median() { sort -n "$work/$1.rps" | awk '{ v[NR] = $1 } END { print (NR % 2) ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'; }
bare=$(median bare) cookie=$(median stock-cookie) jwt=$(median stock-jwt)
printf '%-14s %10s %9s %16s %13s\n' host 'req/s' '/ bare' '/ stock cookie' '/ stock ES256'
for kind in "${kinds[@]}"; do
  median "$kind" | awk -v k="$kind" -v b="$bare" -v c="$cookie" -v j="$jwt" '{ printf "%-14s %10.0f %9.2f %16.2f %13.2f\n", k, $1, $1 / b, $1 / c, $1 / j }'
done
