package errmap

import "github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/driver"

// module returns the path of the module that the packages belong to; "" where
// there are several.
func module(roots []*driver.Result) string {
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
