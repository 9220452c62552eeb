package errmap

import "golang.org/x/tools/go/analysis/checker"

// module returns the path of the module that the packages belong to; "" where
// there are several.
func module(roots []*checker.Action) string {
	path := ""
	for _, root := range roots {
		m := root.Package.Module
		if m == nil || path != "" && m.Path != path {
			return ""
		}
		path = m.Path
	}
	return path
}
