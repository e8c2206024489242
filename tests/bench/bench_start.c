/* SPDX-License-Identifier: MIT */
/*
 * bench_start RUNS PROGRAM ARGS…: from the start of a process on a pseudo-terminal to its first prompt ("> "), and its peak resident
 * memory when it then leaves by Ctrl-D. Median and quartiles.
 */
#define _GNU_SOURCE
#include <pty.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

/* Waits for "> " at the end of what arrives. False at the end of the output. */
static int wait_for_prompt(int terminal)
{
	char seen[65536];
	size_t len = 0;

	while (len < sizeof(seen) - 1) {
		ssize_t got = read(terminal, seen + len, sizeof(seen) - 1 - len);

		if (got <= 0) {
			return 0;
		}
		len += (size_t)got;
		seen[len] = '\0';
		if (strstr(seen, "> ")) {
			return 1;
		}
	}
	return 0;
}

static int one(char **argv, double *ret_ms, double *ret_kib)
{
	struct winsize size = {.ws_row = 24, .ws_col = 80};
	struct rusage usage;
	double begin = now_ms();
	int terminal;
	int status;
	pid_t pid = forkpty(&terminal, NULL, NULL, &size);

	if (pid == 0) {
		execv(argv[0], argv);
		_exit(127);
	}
	if (!wait_for_prompt(terminal)) {
		return 0;
	}
	*ret_ms = now_ms() - begin;
	if (write(terminal, "\004", 1) != 1) {
		return 0;
	}
	wait4(pid, &status, 0, &usage);
	close(terminal);
	*ret_kib = (double)usage.ru_maxrss;
	return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static int compare(const void *x, const void *y)
{
	double a = *(const double *)x;
	double b = *(const double *)y;

	return (a > b) - (a < b);
}

int main(int argc, char **argv)
{
	size_t runs = argc > 2 ? (size_t)atoi(argv[1]) : 0;
	double *ms = calloc(runs + 1, sizeof(*ms));
	double *kib = calloc(runs + 1, sizeof(*kib));

	if (!runs) {
		fprintf(stderr, "usage: bench_start RUNS PROGRAM ARGS...\n");
		return 2;
	}
	for (size_t i = 0; i < runs; i++) {
		if (!one(argv + 2, &ms[i], &kib[i])) {
			fprintf(stderr, "%s: no prompt, or no clean end\n", argv[2]);
			return 1;
		}
	}
	qsort(ms, runs, sizeof(*ms), compare);
	qsort(kib, runs, sizeof(*kib), compare);
	printf("first prompt %.2f ms (quartiles %.2f to %.2f), peak resident %.1f MB, %zu runs\n",
		ms[runs / 2], ms[runs / 4], ms[runs * 3 / 4], kib[runs / 2] / 1024, runs);
	free(ms);
	free(kib);
	return 0;
}
