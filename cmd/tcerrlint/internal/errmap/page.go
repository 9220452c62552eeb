package errmap

import (
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"html/template"
	"io"
	"path/filepath"
	"strings"
)

// Placeholders are what a template of addresses may hold: the file's name
// relative to the folder that was analyzed, its absolute name, the line and the
// column.
var Placeholders = []string{"{file}", "{abs}", "{line}", "{column}"}

//go:embed page.html
var pageHTML string

//go:embed page.css
var pageCSS string

//go:embed page.js
var pageJS string

// A page is what the template of the page is given. It allows its own style and
// script and nothing else: the code that was analyzed is anyone's.
type page struct {
	*Document
	Style  template.CSS
	Script template.JS
	Policy string
	Data   any
}

// WritePage writes the map as one HTML page that needs nothing else. The link is
// a template of addresses with [Placeholders], or empty; dir is the folder that
// was analyzed.
func (doc *Document) WritePage(w io.Writer, link, dir string) error {
	t, err := template.New("page").Parse(pageHTML)
	if err != nil {
		return err
	}
	root := ""
	if strings.Contains(link, "{abs}") {
		root = filepath.ToSlash(dir)
	}
	return t.Execute(w, page{
		Document: doc,
		Style:    template.CSS(pageCSS),
		Script:   template.JS(pageJS),
		Policy: "default-src 'none'; base-uri 'none'; form-action 'none'; " +
			"style-src " + digest(pageCSS) + "; script-src " + digest(pageJS),
		Data: doc.compact(link, root),
	})
}

// digest returns the source expression of a content security policy that allows
// just this text.
func digest(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}
