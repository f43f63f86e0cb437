#!/usr/bin/env python3
"""Draws the project's figures of merit from Google Benchmark's JSON files: bench_summary.py FOLDER

Reads FOLDER/<name>.json, writes FOLDER/summary.json (flat, one number per key) and prints it as a table. A figure
whose benchmarks were not run (a filter) is left out, never guessed.
"""
import json
import pathlib
import platform
import sys

folder = pathlib.Path(sys.argv[1])


def medians():
    """{benchmark name: (cpu ns, real ns)} of every median in the folder."""
    found = {}
    to_ns = {"ns": 1.0, "us": 1e3, "ms": 1e6, "s": 1e9}
    for file in sorted(folder.glob("*.json")):
        if file.name == "summary.json" or file.stat().st_size == 0:
            continue
        for run in json.loads(file.read_text())["benchmarks"]:
            if run.get("aggregate_name") == "median":
                scale = to_ns[run["time_unit"]]
                found[run["run_name"].removesuffix("/repeats:5")] = (run["cpu_time"] * scale, run["real_time"] * scale)
    return found


def counters(benchmark):
    """The counters of the first run of `benchmark`, in their order."""
    for file in sorted(folder.glob("*.json")):
        if file.name == "summary.json" or file.stat().st_size == 0:
            continue
        for run in json.loads(file.read_text())["benchmarks"]:
            if run["run_name"].startswith(benchmark) and run.get("aggregate_name", "median") == "median":
                return {key: value for key, value in run.items() if key.startswith("rss_kib_after_")}
    return {}


found = medians()
summary, lines = {}, []


def figure(key, needs, compute, meaning):
    if all(name in found for name in needs):
        summary[key] = round(compute(*(found[name] for name in needs)), 3)
        lines.append((key, summary[key], meaning))


CPU, REAL = 0, 1
LADDER = "BM_Ladder_LeaseReturn/tenants:200/repeats:5/threads:"
SOCI = "BM_Soci_Session/repeats:5/threads:"
POCO = "BM_Poco_ObjectPool/repeats:5/threads:"

figure("warm_lease_ns_1t", [LADDER + "1"], lambda ours: ours[CPU],
       "ns: ladder + lease + return, warm, 200 tenants, one thread")
figure("warm_lease_ns_8t", [LADDER + "8"], lambda ours: ours[CPU], "ns of CPU, the same with eight threads")
for threads in (1, 8):
    figure(f"warm_lease_vs_soci_{threads}t", [SOCI + f"{threads}", LADDER + f"{threads}"],
           lambda theirs, ours: theirs[CPU] / ours[CPU], f"x faster than soci::session, {threads} thread(s)")
    figure(f"warm_lease_vs_poco_{threads}t", [POCO + f"{threads}", LADDER + f"{threads}"],
           lambda theirs, ours: theirs[CPU] / ours[CPU], f"x faster than Poco::ObjectPool, {threads} thread(s)")
figure("blocking_pool_hop_us", ["BM_BlockingPool_RoundTrip/repeats:5/real_time"], lambda hop: hop[REAL] / 1e3,
       "us: hop to a provider's thread and back")
figure("pg_bare_libpq_us", ["BM_Postgres_BareLibpq/real_time"], lambda bare: bare[REAL] / 1e3,
       "us: the statements of one query by bare libpq, one pipeline")
figure("pg_query_us", ["BM_Postgres_Query/real_time"], lambda ours: ours[REAL] / 1e3, "us: the same as a call of ours")
figure("pg_core_overhead_us", ["BM_Postgres_Query/real_time", "BM_Postgres_BareLibpq/real_time"],
       lambda ours, bare: (ours[REAL] - bare[REAL]) / 1e3, "us: their difference, the hop included")

for size in (100, 1024):
    virtual, table = f"BM_Abi_VirtualCall/bytes:{size}", f"BM_Abi_TableCall/bytes:{size}"
    host, sdk = f"BM_Abi_HostCall/bytes:{size}", f"BM_Abi_SdkCall/bytes:{size}"
    figure(f"abi_virtual_ns_{size}b", [virtual], lambda ours: ours[CPU], f"ns: a virtual call of C++, {size} bytes of JSON")
    figure(f"abi_table_ns_{size}b", [table], lambda ours: ours[CPU], "ns: the same through the plugin's C table")
    figure(f"abi_host_ns_{size}b", [host], lambda ours: ours[CPU], "ns: under the real host, result parsed and checked")
    figure(f"abi_sdk_ns_{size}b", [sdk], lambda ours: ours[CPU], "ns: plugin on the C++ layer, decoded, encoded, checked")
    figure(f"abi_table_vs_virtual_{size}b", [virtual, table], lambda theirs, ours: theirs[CPU] / ours[CPU],
           "x as fast as the virtual call: the crossing alone")
for name in sorted(found):
    for what, meaning in (("Check", "sealed copy, hash, lint"), ("Scan", "and the scanner process"),
                          ("Warm", "known file, mapped and initialised")):
        if name.startswith(f"BM_Load_{what}/"):
            plugin = name.removeprefix(f"BM_Load_{what}/").split("/")[0]
            figure(f"load_{what.lower()}_us_{plugin}", [name], lambda ours: ours[REAL] / 1e3, f"us: {plugin}: {meaning}")
for key, kib in counters("BM_Load_Rss").items():
    summary[key] = kib
    lines.append((key, kib, "KiB resident"))

(folder / "summary.json").write_text(json.dumps(summary, indent=2) + "\n")
print(f"\n{platform.machine()}, medians of 5 repetitions; flags and machine in {folder}/*.json")
for key, value, meaning in lines:
    print(f"  {key:<28} {value:>10.3f}  {meaning}")
