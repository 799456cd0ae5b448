#!/usr/bin/env bash
# Packs both packages as a release would, looks into them, and has a new application in an empty folder, with an empty package cache, make calls with them.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 MSBUILDDISABLENODEREUSE=1
root=$PWD
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
fail() { printf 'packages: %s\n' "$*" >&2; exit 1; }

# Built anew: what an ordinary build has left behind knows this machine's paths.
dotnet build src/Cresta.VoiceCallSession.Sdk.Testing -c Release --no-incremental -p:ContinuousIntegrationBuild=true
for project in Cresta.VoiceCallSession.Sdk Cresta.VoiceCallSession.Sdk.Testing; do
  dotnet pack "src/$project" -c Release --no-build -o "$work/feed" -p:ContinuousIntegrationBuild=true | tee "$work/pack.log"
  ! grep -q ': warning ' "$work/pack.log" || fail "packing $project warns"
done

version=$(sed -n 's:.*<Version>\(.*\)</Version>.*:\1:p' src/Directory.Build.props)
for package in Cresta.VoiceCallSession.Sdk Cresta.VoiceCallSession.Sdk.Testing; do
  inside=$work/inside/$package
  mkdir -p "$inside"
  unzip -q "$work/feed/$package.$version.nupkg" -d "$inside"
  unzip -q "$work/feed/$package.$version.snupkg" -d "$inside/symbols"
  for file in README.md LICENSE icon.png {lib,symbols/lib}/{net8.0,net10.0}/"$package"; do
    case $file in
      symbols/*) file=$file.pdb ;;
      lib/*) [ -s "$inside/$file.xml" ] || fail "$package has no $file.xml"; file=$file.dll ;;
    esac
    [ -s "$inside/$file" ] || fail "$package has no $file"
  done
  for element in description tags releaseNotes 'license type="expression"' icon readme 'repository type="git" [^>]*commit='; do
    grep -q "<$element" "$inside/$package.nuspec" || fail "$package says nothing of $element"
  done
  ! grep -rqF "$root" "$inside" || fail "$package holds a path of this machine"
done

# From here on as a newcomer: nothing of this repository but the packages.
mkdir "$work/app"
cd "$work/app"
export NUGET_PACKAGES="$work/cache"
cat > nuget.config <<'CONFIG'
<configuration>
  <packageSources>
    <add key="packed" value="../feed" />
  </packageSources>
</configuration>
CONFIG
dotnet new console --framework net10.0 --no-restore > /dev/null
for package in Cresta.VoiceCallSession.Sdk Cresta.VoiceCallSession.Sdk.Testing; do
  dotnet add package "$package" --version "$version" > "$work/add.log" || { cat "$work/add.log"; fail "$package cannot be added"; }
done
cp "$root/tests/packages/Program.cs" Program.cs
dotnet run
