// Package codespage writes the catalog as one page that works offline: every code,
// service and action, to search in English or Chinese.
package codespage

import (
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"html/template"
	"io"

	"github.com/tcerrlint/tcerrlint/analyzer/catalog"
)

//go:embed page.html
var pageHTML string

//go:embed page.css
var pageCSS string

//go:embed page.js
var pageJS string

// A Text is a text in both languages.
type Text struct {
	EN string `json:"en"`
	ZH string `json:"zh"`
}

// A Category says what the codes that begin with it mean.
type Category struct {
	Meaning Text `json:"meaning"`
	Advice  Text `json:"advice"`
}

// Words are what the catalog itself does not know: the meaning of categories, by
// name.
type Words map[string]Category

// data is what the script of the page is given. Codes are numbered in order.
type data struct {
	Date       string    `json:"date"`
	Release    string    `json:"release"` // version of the SDK
	Categories Words     `json:"categories"`
	Codes      []code    `json:"codes"`
	Services   []service `json:"services"`
}

type code struct {
	Text     string `json:"c"`
	Kinds    uint8  `json:"k"`           // as [catalog.Kind]
	Dropped  string `json:"d,omitempty"` // the last version that had it
	Official string `json:"o,omitempty"` // what the official page says, in Chinese
}

type service struct {
	Name     string         `json:"n"`
	Version  string         `json:"v,omitempty"` // the newest of the API, "2017-03-12"
	Codes    []int          `json:"c"`
	Constant map[int]string `json:"o,omitempty"` // names of constants that differ from the rule
	Lists    [][]int        `json:"l"`           // codes that actions document
	Actions  map[string]int `json:"a"`           // to their list
}

// Write writes the page.
func Write(w io.Writer, words Words) error {
	t, err := template.New("page").Parse(pageHTML)
	if err != nil {
		return err
	}
	return t.Execute(w, struct {
		Style  template.CSS
		Script template.JS
		Policy string
		Data   any
	}{
		template.CSS(pageCSS), template.JS(pageJS),
		"default-src 'none'; base-uri 'none'; form-action 'none'; style-src " + digest(pageCSS) + "; script-src " + digest(pageJS),
		collect(words),
	})
}

// digest returns the source expression of a content security policy that allows
// just this text.
func digest(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

func collect(words Words) data {
	info := catalog.Info()
	d := data{Date: info.Date, Release: info.Release.Version, Categories: words}
	for id := range catalog.ID(catalog.Len()) {
		c := code{Text: id.String(), Kinds: uint8(id.Kind())}
		c.Dropped, _ = catalog.Tombstone(id)
		c.Official, _ = catalog.OfficialText(c.Text)
		d.Codes = append(d.Codes, c)
	}
	for s := range catalog.Service(catalog.NumServices()) {
		d.Services = append(d.Services, collectService(s))
	}
	return d
}

func collectService(s catalog.Service) service {
	out := service{Name: s.Name(), Codes: []int{}, Lists: [][]int{}, Actions: make(map[string]int), Constant: make(map[int]string)}
	if versions := s.Versions(); len(versions) > 0 {
		if v := versions[len(versions)-1]; len(v) == len("v20170312") {
			out.Version = v[1:5] + "-" + v[5:7] + "-" + v[7:]
		}
	}
	for id := range s.Codes() {
		out.Codes = append(out.Codes, int(id))
		if name := catalog.Constant(id, s); name != constantOf(id.String()) {
			out.Constant[int(id)] = name
		}
	}
	seen := make(map[string]int)
	for name, ids := range s.Actions() {
		key := ""
		list := make([]int, 0, len(ids))
		for _, id := range ids {
			list = append(list, int(id))
			key += string(rune(id)) + " "
		}
		i, ok := seen[key]
		if !ok {
			i = len(out.Lists)
			seen[key] = i
			out.Lists = append(out.Lists, list)
		}
		out.Actions[name] = i
	}
	return out
}

// constantOf returns the name that the SDK's generator gives to the constant of a
// code. The script has the same rule.
func constantOf(code string) string {
	b := []byte(code)
	for i, c := range b {
		switch {
		case 'a' <= c && c <= 'z':
			b[i] = c - 'a' + 'A'
		case c == '.':
			b[i] = '_'
		}
	}
	return string(b)
}
