package pgserver

import "syscall"

// memory is a folder kept in memory, where a database is made five times quicker than on disk, if it has room for a
// test run. A container's may be too small by far: Docker gives it 64 MiB.
func memory() string {
	const folder, enough = "/dev/shm", 2 << 30
	var stat syscall.Statfs_t
	if err := syscall.Statfs(folder, &stat); err != nil || stat.Bavail*uint64(stat.Bsize) < enough {
		return ""
	}
	return folder
}
