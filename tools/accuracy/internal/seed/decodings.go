package seed

import (
	"go/types"
	"strings"

	"github.com/tcerrlint/tcerrlint/tools/accuracy/internal/site"
)

// A decoding is a way to decode an answer that means the same as the
// repository's.
type decoding struct {
	name    string
	rewrite func(pl *Planter, m *Mutant, a *site.Answer) bool
}

var decodings = []decoding{
	{AsWritten, func(*Planter, *Mutant, *site.Answer) bool { return true }},
	{"embedded struct", func(pl *Planter, m *Mutant, a *site.Answer) bool {
		return a.Decl != nil && isPlainType(a.Decl.Type) && pl.retype(m, a, "struct { "+pl.p.Text(a.Decl.Type)+" }")
	}},
	{"pointer to the answer", func(pl *Planter, m *Mutant, a *site.Answer) bool {
		return a.Decl != nil && isAddress(a.Into) && isPlainType(a.Decl.Type) && pl.retype(m, a, "*"+pl.p.Text(a.Decl.Type))
	}},
	{"anonymous struct", func(pl *Planter, m *Mutant, a *site.Answer) bool {
		response, ok := pl.responseType(m, a)
		return ok && pl.retype(m, a, "struct { "+a.Shape.Response.Name()+" "+response+" \"json:\\\"Response\\\"\" }")
	}},
	{"named Response", func(pl *Planter, m *Mutant, a *site.Answer) bool {
		response, ok := pl.responseType(m, a)
		name := (&test{Planter: pl}).fresh("zzResponse")
		m.appends = append(m.appends, "type "+name+" "+response)
		return ok && pl.retype(m, a, "struct { "+a.Shape.Response.Name()+" "+name+" \"json:\\\"Response\\\"\" }")
	}},
	{"generic envelope", func(pl *Planter, m *Mutant, a *site.Answer) bool {
		response, ok := pl.responseType(m, a)
		name := (&test{Planter: pl}).fresh("zzEnvelope")
		m.appends = append(m.appends, "type "+name+"[T any] struct { "+a.Shape.Response.Name()+" T \"json:\\\"Response\\\"\" }")
		return ok && pl.retype(m, a, name+"["+response+"]")
	}},
	{"RawMessage", (*Planter).rawMessage},
	{"decoding helper", func(pl *Planter, m *Mutant, a *site.Answer) bool {
		if a.Stream {
			return pl.decodeBy(m, a, (&test{Planter: pl, m: m}).declare("func %s(from zzio.Reader, out any) error { return "+zzjson+".NewDecoder(from).Decode(out) }"), "io", jsonPath)
		}
		return pl.decodeBy(m, a, (&test{Planter: pl, m: m}).declare("func %s(data []byte, out any) error { return "+zzjson+".Unmarshal(data, out) }"), jsonPath)
	}},
	{"generic decoding helper", func(pl *Planter, m *Mutant, a *site.Answer) bool {
		if a.Stream {
			return pl.decodeBy(m, a, (&test{Planter: pl, m: m}).declare("func %s[T any](from zzio.Reader, out *T) error { return "+zzjson+".NewDecoder(from).Decode(out) }"), "io", jsonPath)
		}
		return pl.decodeBy(m, a, (&test{Planter: pl, m: m}).declare("func %s[T any](data []byte, out *T) error { return "+zzjson+".Unmarshal(data, out) }"), jsonPath)
	}},
	{"other package: decoding helper", func(pl *Planter, m *Mutant, a *site.Answer) bool {
		return pl.decodeByOther(m, a, "", "any")
	}},
	{"other package: generic decoding helper", func(pl *Planter, m *Mutant, a *site.Answer) bool {
		return pl.decodeByOther(m, a, "[T any]", "*T")
	}},
	{"into a map", (*Planter).intoMap},
	{"by gjson paths", (*Planter).byGjson},
}

// DecodingNames lists the ways to decode.
func DecodingNames() []string {
	var names []string
	for _, d := range decodings {
		names = append(names, d.name)
	}
	return names
}

const (
	jsonPath  = "encoding/json"
	gjsonPath = "github.com/tidwall/gjson"
)

// zzjson is the name under which a changed file imports encoding/json.
var zzjson = alias(jsonPath)

// retype gives the variable another type.
func (pl *Planter) retype(m *Mutant, a *site.Answer, text string) bool {
	if a.Decl == nil || a.Decl.Type == nil || !a.Only {
		return false
	}
	m.replace(pl.p, a.Decl.Type, text+strings.Repeat("\n", strings.Count(pl.p.Text(a.Decl.Type), "\n")))
	return true
}

// responseType writes the type of the Response out.
func (pl *Planter) responseType(m *Mutant, a *site.Answer) (string, bool) {
	text := types.TypeString(a.Shape.Response.Type(), func(pkg *types.Package) string {
		if pkg == a.Pkg.Types {
			return ""
		}
		m.imports = append(m.imports, pkg.Path())
		return alias(pkg.Path())
	})
	return text, a.Decl != nil
}

// rawMessage decodes the outside first and what is inside then.
func (pl *Planter) rawMessage(m *Mutant, a *site.Answer) bool {
	if a.Decl == nil || !a.Only || !isAddress(a.Into) || a.Data == nil {
		return false
	}
	response, ok := pl.responseType(m, a)
	if !ok {
		return false
	}
	t := &test{Planter: pl, m: m}
	raw := t.fresh("zzRaw")
	m.imports = append(m.imports, jsonPath)
	data := pl.p.Text(a.Data)
	outer := "_ = " + zzjson + ".Unmarshal(" + data + ", &" + raw + "); "
	if a.Stream {
		outer = "_ = " + zzjson + ".NewDecoder(" + data + ").Decode(&" + raw + "); "
	}
	m.insert(offset(pl.p, a.Stmt, false), "var "+raw+" struct { Response "+zzjson+".RawMessage }; "+outer)
	m.replace(pl.p, a.Decode, zzjson+".Unmarshal("+raw+".Response, "+pl.p.Text(a.Into)+")")
	pl.keepImports(m, a.Decode)
	m.replace(pl.p, a.Decl.Type, response+strings.Repeat("\n", strings.Count(pl.p.Text(a.Decl.Type), "\n")))
	for _, sel := range usesOf(a) {
		if removed := m.Kind == "check removed" && a.Check.Pos() <= sel.Pos() && sel.End() <= a.Check.End(); !removed {
			m.replace(pl.p, sel, pl.p.Text(sel.X))
		}
	}
	return !strings.Contains(data, "\n")
}

// decodeBy lets a helper decode.
func (pl *Planter) decodeBy(m *Mutant, a *site.Answer, helper string, imports ...string) bool {
	if a.Data == nil {
		return false
	}
	m.imports = append(m.imports, imports...)
	text := helper + "(" + pl.p.Text(a.Data) + ", " + pl.p.Text(a.Into) + ")"
	m.replace(pl.p, a.Decode, text)
	pl.keepImports(m, a.Decode)
	return !strings.Contains(pl.p.Text(a.Decode), "\n")
}

// decodeByOther lets a helper of another package decode.
func (pl *Planter) decodeByOther(m *Mutant, a *site.Answer, params, out string) bool {
	name := "Decode"
	if params != "" {
		name += "Into"
	}
	h := helper{"func " + name + params + "(data []byte, out " + out + ") error { return " + zzjson + ".Unmarshal(data, out) }", []string{jsonPath}}
	if a.Stream {
		name = strings.Replace(name, "Decode", "Read", 1)
		h = helper{"func " + name + params + "(from zzio.Reader, out " + out + ") error { return " + zzjson + ".NewDecoder(from).Decode(out) }", []string{"io", jsonPath}}
	}
	m.helpers = append(m.helpers, h)
	return pl.decodeBy(m, a, alias(pl.p.HelperPath())+"."+name, pl.p.HelperPath())
}

// intoMap decodes into a map, and prints data of it.
func (pl *Planter) intoMap(m *Mutant, a *site.Answer) bool {
	return pl.instead(m, a, func(data, raw string) string {
		m.imports = append(m.imports, jsonPath, "fmt")
		decode := zzjson + ".Unmarshal(" + data + ", &" + raw + ")"
		if a.Stream {
			decode = zzjson + ".NewDecoder(" + data + ").Decode(&" + raw + ")"
		}
		return "var " + raw + " map[string]any; if zzErr := " + decode + "; zzErr != nil { " + pl.fail(a, "zzErr") + " }; " +
			raw + "Response, _ := " + raw + "[\"Response\"].(map[string]any); %s zzfmt.Println(" + raw + "Response[\"TotalCount\"]); "
	}, func(raw string) string {
		return "if zzE, ok := " + raw + "Response[\"Error\"].(map[string]any); ok { " + pl.fail(a, "zzfmt.Errorf(\"%v\", zzE[\"Message\"])") + " }; "
	})
}

// byGjson reads paths of the text, and prints data of it.
func (pl *Planter) byGjson(m *Mutant, a *site.Answer) bool {
	if pl.p.Package(gjsonPath) == nil || a.Stream {
		return false
	}
	return pl.instead(m, a, func(data, raw string) string {
		m.imports = append(m.imports, gjsonPath, "fmt")
		return "%s zzfmt.Println(" + alias(gjsonPath) + ".GetBytes(" + data + ", \"Response.TotalCount\").Int()); "
	}, func(string) string {
		return "if zzE := " + alias(gjsonPath) + ".GetBytes(" + pl.p.Text(a.Data) + ", \"Response.Error\"); zzE.Exists() { " + pl.fail(a, "zzfmt.Errorf(\"%s\", zzE.Get(\"Message\").String())") + " }; "
	})
}

// instead writes other statements in the place of all from the decoding to
// success. What took the look away is written anew.
func (pl *Planter) instead(m *Mutant, a *site.Answer, write func(data, raw string) string, look func(raw string) string) bool {
	ret := pl.succeed(a)
	if ret == "" || a.Decl == nil || a.Data == nil || strings.Contains(pl.p.Text(a.Data), "\n") {
		return false
	}
	data := pl.p.Text(a.Data)
	m.edits, m.appends, m.imports = nil, nil, nil
	if a.Service == "" {
		m.appends = append(m.appends, "const _ = \"https://cvm.tencentcloudapi.com\"") // or nothing says whose keys these are
	}
	raw := (&test{Planter: pl}).fresh("zzMap")
	text := write(data, raw)
	check := ""
	switch m.Kind {
	case "check on one way only":
		name := (&test{Planter: pl}).fresh("zzAsked")
		m.appends = append(m.appends, "var "+name+" bool")
		check = "if " + name + " { " + look(raw) + "};"
	case "check made dead":
		check = "if false { " + look(raw) + "};"
	}
	from, to := a.Stmt, a.End
	removed := string(pl.p.Source(a.Name)[offset(pl.p, from, false):offset(pl.p, to, true)])
	m.replaceRange(pl.p, from, to, strings.Replace(text, "%s", check, 1)+ret+strings.Repeat("\n", strings.Count(removed, "\n")))
	for _, stmt := range a.List {
		if from.Pos() <= stmt.Pos() && stmt.End() <= to.End() {
			pl.keepImports(m, stmt)
		}
	}
	m.insert(offset(pl.p, a.Decl, true), "; _ = "+a.Var.Name())
	return true
}

// fail returns a statement that returns an error.
func (pl *Planter) fail(a *site.Answer, err string) string {
	ret := pl.succeed(a)
	return strings.TrimSuffix(ret, "nil") + err
}
