module github.com/tcerrlint/tcerrlint/plugin/matrix

go 1.26.0
