package main

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"github.com/tcerrlint/tcerrlint/tools/bench/internal/process"
)

// sharedCachePlan returns the table of two machines with empty caches of their
// own that share one through GOCACHEPROG: the second should do nothing again.
func (b *bench) sharedCachePlan(t target) plan {
	p := plan{
		name: "shared-cache", title: "Two machines, one cache",
		about:  "`go vet -vettool` on testdata/example with empty caches, through GOCACHEPROG and a public cache program. What the second machine does not analyze, the first one's results say.",
		rounds: 1,
	}
	var server *exec.Cmd
	address := ""
	for i, label := range []string{"the first machine", "the second machine"} {
		machine := contender{label: label}
		machine.cost = func(int) (process.Cost, error) {
			if i == 0 {
				var err error
				if server, address, err = b.startCacheServer(); err != nil {
					return process.Cost{}, err
				}
			} else {
				defer server.Process.Kill()
			}
			cacher, err := b.tool("go-cacher")
			if err != nil {
				return process.Cost{}, err
			}
			tool, err := b.tool("tcerrlint")
			if err != nil {
				return process.Cost{}, err
			}
			own := filepath.Join(b.dir, fmt.Sprintf("machine%d", b.fresh()))
			env := append(os.Environ(),
				"GOCACHE="+filepath.Join(own, "unused"),
				fmt.Sprintf("GOCACHEPROG=%s -cache-dir=%s -cache-server=http://%s", cacher, filepath.Join(own, "cache"), address))
			total, costs, err := b.recorded(t, tool, env)
			p.contenders[i].note = fmt.Sprintf("%d packages analyzed", len(costs))
			return total, err
		}
		p.contenders = append(p.contenders, machine)
	}
	return p
}

// startCacheServer starts the cache that the machines share, on an address of
// this machine alone.
func (b *bench) startCacheServer() (*exec.Cmd, string, error) {
	program, err := b.tool("go-cacher-server")
	if err != nil {
		return nil, "", err
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, "", err
	}
	address := listener.Addr().String()
	listener.Close() // the server takes the port
	dir := filepath.Join(b.dir, fmt.Sprintf("server%d", b.fresh()))
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return nil, "", err
	}
	server := exec.Command(program, "-cache-dir="+dir, "-listen="+address)
	if err := server.Start(); err != nil {
		return nil, "", err
	}
	for range 100 {
		if conn, err := net.Dial("tcp", address); err == nil {
			conn.Close()
			return server, address, nil
		}
		time.Sleep(50 * time.Millisecond)
	}
	server.Process.Kill()
	return nil, "", fmt.Errorf("%s does not answer on %s", program, address)
}
