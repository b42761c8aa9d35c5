// Put before a program: at its end it prints the milliseconds of CPU that it took, and the kilobytes of memory that it had at most,
// on a line of its own.
process.on('exit', () => {
  const { user, system } = process.cpuUsage();
  process.stderr.write(`\n${(user + system) / 1000} ${process.resourceUsage().maxRSS}\n`);
});
