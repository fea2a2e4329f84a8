#!/usr/bin/env bash
# Builds everything once and runs every test project. Its last line is the sum over all of them: "N passed, N failed, N skipped".
#
#   ./test.sh                 all test projects
#   ./test.sh Core Redis      only the projects whose name has one of these words
#
# The tests start servers of their own (Redis, PostgreSQL, a soft HSM, an SMTP receiver, a browser) on free loopback ports and end them again.
# What is missing is installed where this runs as root on Debian, else named; a test whose server is missing then fails.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1
# Most processes here live for seconds: what the runtime would measure in order to compile it a third time is never used.
export DOTNET_TieredPGO=0
export SECURITYKIT_REQUIRE_SERVERS="${SECURITYKIT_REQUIRE_SERVERS:-1}"
configuration=Release
results=artifacts/test-results
passed=0 failed=0 skipped=0 broken=0

finish() {
  echo "$passed passed, $failed failed, $skipped skipped"
  [ "$failed" -eq 0 ] && [ "$broken" -eq 0 ] && [ "$passed" -gt 0 ]
  exit
}

have() { compgen -G "$1" >/dev/null || command -v "$1" >/dev/null 2>&1; }

# what a test needs, and the Debian package that has it
install_what_is_missing() {
  local missing=()
  while read -r file package; do
    have "$file" || missing+=("$package")
  done <<'TABLE'
redis-server redis-server
/usr/lib/postgresql/*/bin/postgres postgresql
/usr/lib/*/softhsm/libsofthsm2.so softhsm2
pkcs11-tool opensc
chromium chromium
zbarimg zbar-tools
oathtool oathtool
/usr/lib/python3/dist-packages/aiosmtpd python3-aiosmtpd
gcc gcc
/usr/include/stdio.h libc6-dev
TABLE
  [ "${#missing[@]}" -eq 0 ] && return
  if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing: ${missing[*]}"
    # RUNLEVEL=1 keeps the packages from starting their services: the tests start their own
    DEBIAN_FRONTEND=noninteractive apt-get update -qq &&
      RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
  fi
  for package in "${missing[@]}"; do
    dpkg -s "$package" >/dev/null 2>&1 || echo "Missing: $package. Tests that need it fail; install it with: apt-get install $package"
  done
}

# counter NAME FILE: an attribute of the <Counters> element of a result file
counter() { grep -o '<Counters [^>]*>' "$2" | grep -o " $1=\"[0-9]*\"" | grep -o '[0-9]*' || echo 0; }

# run_project PROJECT: prints its line, and leaves "passed failed skipped broken" beside its results
run_project() {
  local project=$1 name trx status=0 seconds total executed ok bad broke=0 turn=()
  name=$(basename "$project")
  trx=$results/$name.trx
  # These pack or run what lies in this tree: they take turns, so that no two builds write to one folder.
  case $name in *.Packages.Tests | *.Samples.Tests) turn=(flock --close "$results/turn") ;; esac
  seconds=$SECONDS
  "${turn[@]}" dotnet test "$project"/bin/$configuration/*/"$name.dll" --nologo --results-directory $results \
    --logger "trx;LogFileName=$name.trx" --logger "console;verbosity=normal" --blame-hang-timeout 8m --blame-hang-dump-type none >"$results/$name.log" 2>&1 || status=$?
  if [ ! -s "$trx" ]; then
    echo "BROKEN $name: it ended with $status and left no result; counted as one failure"
    tail -n 30 "$results/$name.log"
    echo "0 1 0 1" >"$results/$name.counts"
    return
  fi
  total=$(counter total "$trx") executed=$(counter executed "$trx") ok=$(counter passed "$trx")
  bad=$((executed - ok))
  if [ "$bad" -eq 0 ] && [ "$status" -ne 0 ]; then
    echo "BROKEN $name: no test failed, but the run ended with $status; counted as one failure"
    tail -n 30 "$results/$name.log"
    bad=1 broke=1
  fi
  if [ "$ok" -eq 0 ] && [ "$bad" -eq 0 ]; then
    echo "BROKEN $name: no test ran"
    broke=1
  fi
  echo "$ok $bad $((total - executed)) $broke" >"$results/$name.counts"
  printf '%-45s %5d passed %3d failed %3d skipped  %4ds\n' "$name" "$ok" "$bad" "$((total - executed))" "$((SECONDS - seconds))"
  [ "$bad" -eq 0 ] || grep -E -A 12 '^ +Failed ' "$results/$name.log" | head -n 120
}

# add_up PROJECT...: one that left no counts was ended from outside
add_up() {
  local project ok bad left broke
  for project in "$@"; do
    read -r ok bad left broke <"$results/$(basename "$project").counts" || ok=0 bad=1 left=0 broke=1
    passed=$((passed + ok)) failed=$((failed + bad)) skipped=$((skipped + left)) broken=$((broken + broke))
  done
}

wanted() {
  [ $# -eq 1 ] && return 0
  local name=$1 word
  shift
  for word in "$@"; do [[ $name == *"$word"* ]] && return 0; done
  return 1
}

# longest_first WORD...: the wanted projects in the order in which they run, so that nothing long is left to run alone at the end.
# One that does not stand here yet comes before all others.
longest_first() {
  local project name place places=" Samples.Portal EntityFrameworkCore Packages Cli AspNetCore Crypto Redis Samples Identity Benchmarks Messaging Sessions Pkcs11 Mfa Architecture Core "
  for project in tests/*.Tests; do
    wanted "$project" "$@" || continue
    name=${project#tests/SecurityKit.} name=${name%.Tests}
    place=${places%%" $name "*}
    [ "$place" != "$places" ] || place=
    echo "${#place} $project"
  done | sort -n | cut -d ' ' -f 2
}

command -v dotnet >/dev/null 2>&1 || { echo "The .NET 10 SDK is needed: https://dotnet.microsoft.com/download"; broken=1; finish; }
install_what_is_missing
rm -rf $results
mkdir -p $results
if ! dotnet build SecurityKit.sln -c $configuration --nologo -v quiet; then
  echo "BROKEN: the build failed"
  broken=1
  finish
fi
# Two at a time, since most tests wait for a server, a browser or a process, and each place takes the longest that is left.
mapfile -t projects < <(longest_first "$@")
for project in "${projects[@]}"; do
  while [ "$(jobs -rp | wc -l)" -ge 2 ]; do wait -n; done
  run_project "$project" &
done
wait
add_up "${projects[@]}"
finish
