package snapshot

import (
	"cmp"
	"strconv"
	"strings"
)

// CompareVersions orders module versions of the form v1.2.3 (a suffix such as
// +incompatible is ignored), as cmp.Compare does. Text that is no version
// sorts first.
func CompareVersions(a, b string) int {
	x, y := numbers(a), numbers(b)
	for i := range x {
		if c := cmp.Compare(x[i], y[i]); c != 0 {
			return c
		}
	}
	return 0
}

func numbers(version string) (n [3]int) {
	version, _, _ = strings.Cut(strings.TrimPrefix(version, "v"), "+")
	for i, part := range strings.SplitN(version, ".", 3) {
		v, err := strconv.Atoi(part)
		if err != nil {
			v = -1
		}
		n[i] = v
	}
	return n
}
