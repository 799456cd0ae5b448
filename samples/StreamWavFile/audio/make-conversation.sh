#!/usr/bin/env bash
# Makes conversation.wav, the call that the sample streams by default: 15 s, stereo, 8 kHz, G.711 µ-law, the agent on the
# left channel and the visitor on the right, one speaking after the other.
#
# Needs espeak-ng and sox (Debian: apt-get install espeak-ng sox). The length is always exactly 15 s; the same version of
# both programs gives the same bytes.
set -euo pipefail

readonly rate=8000
readonly total=$((15 * rate))      # everything below counts samples of one channel
readonly lead_in=$((rate / 4))
readonly pause=$((rate * 3 / 10))

target=$(cd "$(dirname "$0")" && pwd)/conversation.wav
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

declare -A voice=(
  [agent]="-v en-us+f3 -s 190 -p 55"
  [visitor]="-v en-gb+m3 -s 185 -p 35"
)
declare -A turns=([agent]="" [visitor]="")
cursor=$lead_in
count=0

# say WHO TEXT: speaks the text and places it after what was said before.
say() {
  local who=$1 text=$2 file
  count=$((count + 1))
  file=$work/$count.wav
  # shellcheck disable=SC2086 # the voice is several options
  espeak-ng ${voice[$who]} -w "$work/spoken.wav" "$text"
  # Speech is cut free of the silence around it, so that turns follow each other closely.
  sox -D "$work/spoken.wav" -b 16 "$work/trimmed.wav" rate $rate silence 1 0.01 0.5% reverse silence 1 0.01 0.5% reverse
  sox -D "$work/trimmed.wav" "$file" pad ${cursor}s
  turns[$who]+=" $file"
  cursor=$(($(soxi -s "$file") + pause))
}

say agent "Thank you for calling Harbor Energy. How can I help?"
say visitor "Hi. My bill doubled this month. Can you check?"
say agent "I'm sorry. May I have your account number?"
say visitor "Sure, it's four seven one nine."
say agent "Thanks. I see the mistake, and I corrected it."
say visitor "Great, thank you!"

spoken=$((cursor - pause))
if ((spoken > total)); then
  echo "The dialogue takes $spoken samples, more than $total: shorten it or speak faster." >&2
  exit 1
fi

for who in agent visitor; do
  # shellcheck disable=SC2086 # a list of files
  sox -D -m ${turns[$who]} "$work/mixed.wav" gain -n -6
  sox -D "$work/mixed.wav" "$work/$who.wav" pad 0 $((total - $(soxi -s "$work/mixed.wav")))s
done

sox -D -M "$work/agent.wav" "$work/visitor.wav" -e mu-law "$target"
soxi "$target"
