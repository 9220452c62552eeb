package provider

import "time"

func sleep(i int) { time.Sleep(time.Duration(i+1) * time.Second) }
