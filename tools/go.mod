module github.com/tcerrlint/tcerrlint/tools

go 1.25.0

require (
	github.com/tcerrlint/tcerrlint v0.0.0
	golang.org/x/tools v0.47.0
)

require (
	github.com/yuin/goldmark v1.7.8
	golang.org/x/mod v0.37.0 // indirect
	golang.org/x/sync v0.21.0 // indirect
)

replace github.com/tcerrlint/tcerrlint => ../
