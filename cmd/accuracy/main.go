package main

import (
	"fmt"
	"os"
	"time"

	"github.com/tcerrlint/tcerrlint/cmd/accuracy/internal/prog"
	"github.com/tcerrlint/tcerrlint/cmd/accuracy/internal/site"
)

func main() {
	t := time.Now()
	p, err := prog.Load(os.Args[1], os.Args[2:]...)
	if err != nil {
		panic(err)
	}
	fmt.Println("load", time.Since(t), len(p.Roots), p.Broken)
	t = time.Now()
	sites := site.Find(p)
	forms := map[string]int{}
	for _, s := range sites {
		forms[fmt.Sprint(s.Form, " ", s.How, " ", s.Service != "", " param=", s.Param)]++
	}
	fmt.Println("sites", time.Since(t), len(sites))
	for k, v := range forms {
		fmt.Println(k, v)
	}
	t = time.Now()
	f, err := p.Analyze(p.Roots)
	fmt.Println("analyze", time.Since(t), len(f), err)
}
