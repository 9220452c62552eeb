module golang.org/x/tools/tcerrlint/nogo

go 1.26.0

require (
	github.com/aymanbagabas/go-udiff v0.4.1
	github.com/bazelbuild/rules_go v0.65.0
	github.com/tcerrlint/tcerrlint v0.0.0
	golang.org/x/tools v0.51.0
)

replace github.com/tcerrlint/tcerrlint => ../..
