package load

import (
	"golang.org/x/tools/go/packages"
)

// CommandLine is the import path that the go command gives to what has none.
const CommandLine = "command-line-arguments"

// A Member is a package and the folder of its module, "" if it has none.
type Member struct{ Path, Module string }

// Modules tells to which module each package belongs that matches the patterns.
// Patterns that match nothing are an error, as in [Packages].
func Modules(config Config, patterns []string) ([]Member, error) {
	env, err := goEnv("")
	if err != nil {
		return nil, err
	}
	pkgs, err := packages.Load(&packages.Config{
		Mode: packages.NeedName | packages.NeedModule, BuildFlags: config.buildFlags(env), Env: env.withoutIndex(),
	}, patterns...)
	if err != nil {
		return nil, complaints(err.Error(), env)
	}
	if err := checkPatterns(config, env, patterns, pkgs); err != nil {
		return nil, err
	}
	var members []Member
	for _, pkg := range pkgs {
		m := Member{Path: pkg.PkgPath}
		if pkg.Module != nil {
			m.Module = pkg.Module.Dir
		}
		members = append(members, m)
	}
	return members, nil
}
