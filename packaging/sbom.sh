#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
#	packaging/sbom.sh sockview-VERSION.tar.xz >sockview-VERSION.spdx.json
#
# Says in SPDX 2.3 (JSON) what a release is made of: the tarball with its sum, the libraries that the program needs
# and the licences of all. The same tarball gives the same text.

set -eu
tarball=$1
file=${tarball##*/}
name=${file%.tar.xz}
version=${name#sockview-}
sum=$(sha256sum "$tarball" | cut -d ' ' -f 1)
created=$(TZ=UTC tar --full-time -tvf "$tarball" "$name/NEWS" | awk '{ print $4 "T" $5 "Z" }')

# library NAME LICENCE WHAT: a package that the program is linked with, of any version from the one that WHAT names
library() {
	printf '    {"SPDXID": "SPDXRef-%s", "name": "%s", "downloadLocation": "NOASSERTION", "filesAnalyzed": false,\n' \
		"$1" "$1"
	printf '     "licenseConcluded": "%s", "licenseDeclared": "%s", "copyrightText": "NOASSERTION",\n' "$2" "$2"
	printf '     "comment": "%s"}%s\n' "$3" "$4"
}

cat <<END
{
  "spdxVersion": "SPDX-2.3",
  "dataLicense": "CC0-1.0",
  "SPDXID": "SPDXRef-DOCUMENT",
  "name": "$name",
  "documentNamespace": "urn:sha256:$sum",
  "creationInfo": {"created": "$created", "creators": ["Tool: packaging/sbom.sh"]},
  "packages": [
    {"SPDXID": "SPDXRef-sockview", "name": "sockview", "versionInfo": "$version",
     "packageFileName": "$file", "downloadLocation": "NOASSERTION", "filesAnalyzed": false,
     "checksums": [{"algorithm": "SHA256", "checksumValue": "$sum"}],
     "licenseConcluded": "GPL-2.0-or-later", "licenseDeclared": "GPL-2.0-or-later",
     "copyrightText": "2026 The sockview developers", "primaryPackagePurpose": "APPLICATION"},
$(library libmnl LGPL-2.1-or-later "1.0.3 or newer" ,)
$(library ncurses X11 "with wide characters (ncursesw)" ,)
$(library libc LGPL-2.1-or-later "glibc; or musl, which is under MIT" "")
  ],
  "relationships": [
    {"spdxElementId": "SPDXRef-DOCUMENT", "relationshipType": "DESCRIBES", "relatedSpdxElement": "SPDXRef-sockview"},
    {"spdxElementId": "SPDXRef-sockview", "relationshipType": "DYNAMIC_LINK", "relatedSpdxElement": "SPDXRef-libmnl"},
    {"spdxElementId": "SPDXRef-sockview", "relationshipType": "DYNAMIC_LINK", "relatedSpdxElement": "SPDXRef-ncurses"},
    {"spdxElementId": "SPDXRef-sockview", "relationshipType": "DYNAMIC_LINK", "relatedSpdxElement": "SPDXRef-libc"}
  ]
}
END
