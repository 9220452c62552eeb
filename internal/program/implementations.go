package program

import "go/types"

// Implementations returns the methods of this package that a call of a method of an
// interface of this package may run. Other packages may have more.
func (p *Package) Implementations(method *types.Func) []*Declared {
	recv := method.Signature().Recv()
	if recv == nil || method.Pkg() != p.Pass.Pkg {
		return nil
	}
	iface, ok := recv.Type().Underlying().(*types.Interface)
	if !ok {
		return nil
	}
	var found []*Declared
	for _, d := range p.Order {
		if d.Object == nil || d.Object.Name() != method.Name() {
			continue
		}
		own := d.Object.Signature().Recv()
		if own != nil && (types.Implements(own.Type(), iface) || types.Implements(types.NewPointer(own.Type()), iface)) {
			found = append(found, d)
		}
	}
	return found
}
