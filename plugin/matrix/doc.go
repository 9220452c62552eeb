// Package matrix has no code but tests: they build every program that tcerrlint
// runs in, run each on the same example modules, and compare what it finds and
// fixes. It is a module of its own so that the tests of the root module need
// not build them. Run it by "make matrix".
package matrix
