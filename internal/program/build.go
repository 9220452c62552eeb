package program

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/ssa"
)

// Build makes the SSA form of the functions in keep, and of nothing else: the
// other bodies are left out of shallow copies of the files.
func (p *Package) Build(keep map[*types.Func]bool) {
	// The builder is robust on what type-checks; should a new construct of the
	// language be news to it, this package is not analyzed, and nothing breaks.
	defer func() {
		if r := recover(); r != nil {
			p.Functions, p.BySSA = nil, nil
			p.Debugf(p.Pass.Files[0].Package, "control flow could not be built: %v", r)
		}
	}()
	prog := ssa.NewProgram(p.Pass.Fset, ssa.BuilderMode(0))
	info := *p.Pass.TypesInfo
	info.InitOrder = nil
	for _, init := range p.Pass.TypesInfo.InitOrder {
		for _, v := range init.Lhs {
			if p.Wanted[v] {
				info.InitOrder = append(info.InitOrder, init)
				break
			}
		}
	}
	created := make(map[*types.Package]bool)
	var create func(pkg *types.Package)
	create = func(pkg *types.Package) {
		if pkg == p.Pass.Pkg || created[pkg] {
			return
		}
		created[pkg] = true
		prog.CreatePackage(pkg, nil, nil, true)
	}
	files := make([]*ast.File, len(p.Pass.Files))
	for i, file := range p.Pass.Files {
		copied := *file
		copied.Decls = make([]ast.Decl, len(file.Decls))
		for j, decl := range file.Decls {
			copied.Decls[j] = decl
			if f, ok := decl.(*ast.FuncDecl); ok && f.Body != nil {
				object, _ := info.Defs[f.Name].(*types.Func)
				if keep[object] {
					copied.Decls[j] = p.Declared[object].Decl
				} else {
					stripped := *f
					stripped.Body = nil
					copied.Decls[j] = &stripped
				}
			}
		}
		files[i] = &copied
	}
	for _, d := range p.Order {
		if d.Within != nil && keep[d.Object] {
			files[0].Decls = append(files[0].Decls, d.Decl)
		}
	}
	for _, pkg := range p.Pass.Pkg.Imports() {
		create(pkg)
	}
	// Promoted methods and the like may belong to packages that are imported
	// only by imports.
	for _, d := range p.Order {
		if keep[d.Object] {
			ast.Inspect(d.Decl, func(n ast.Node) bool {
				if id, ok := n.(*ast.Ident); ok {
					if obj := info.Uses[id]; obj != nil && obj.Pkg() != nil {
						create(obj.Pkg())
					}
				}
				return true
			})
		}
	}
	pkg := prog.CreatePackage(p.Pass.Pkg, files, &info, false)
	pkg.Build()

	var add func(f *ssa.Function, object *types.Func)
	add = func(f *ssa.Function, object *types.Func) {
		if f == nil || len(f.Blocks) == 0 {
			return
		}
		for _, anon := range f.AnonFuncs {
			add(anon, nil)
		}
		fn := newFunction(p, f, object)
		p.Functions = append(p.Functions, fn)
		p.BySSA[f] = fn
	}
	for _, d := range p.Order {
		if keep[d.Object] {
			add(prog.FuncValue(d.Object), d.Object)
		}
	}
	if init := pkg.Func("init"); init != nil {
		add(init, nil)
	}
	p.forwardCalls()
}

func newFunction(p *Package, f *ssa.Function, object *types.Func) *Function {
	fn := &Function{Pkg: p, SSA: f, Object: object, Tests: make(map[ssa.Value]*Test)}
	fn.Memory = newMemory(fn)
	return fn
}

func newMemory(fn *Function) *Memory {
	return &Memory{
		fn:     fn,
		writes: make(map[ssa.Value]map[*ssa.BasicBlock][]*Write),
		entry:  make(map[cellBlock]*Version),
		Places: places{fn: fn},
	}
}
