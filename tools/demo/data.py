"""Real data as SQL for psql: `data.py packages` (this machine's Debian packages) or `data.py countries`
(ISO 3166-1, 3166-2 and 4217 from Debian's iso-codes)."""

import json
import subprocess
import sys

ISO_FOLDER = "/usr/share/iso-codes/json"
NULL = r"\N"


def field(value):
    """One field of PostgreSQL's COPY text format."""
    if value is None or value == "":
        return NULL
    return str(value).replace("\\", "\\\\").replace("\t", " ").replace("\n", " ")


def copy(table, rows):
    print(f"COPY {table} FROM STDIN;")
    for row in rows:
        print("\t".join(field(value) for value in row))
    print("\\.")


def iso(standard):
    with open(f"{ISO_FOLDER}/iso_{standard}.json", encoding="utf-8") as file:
        return json.load(file)[standard]


def packages():
    fields = ("Package", "Version", "Section", "Installed-Size", "binary:Summary")
    pattern = "\\t".join("${" + name + "}" for name in fields) + "\\n"
    listing = subprocess.run(["dpkg-query", "-W", "-f", pattern], check=True, capture_output=True, text=True)
    print("SET ROLE acme;")
    print("CREATE TABLE packages (name text NOT NULL, version text, section text, installed_size_kb int, summary text);")
    print("CREATE TABLE watchlist (package text NOT NULL, why text NOT NULL, since timestamptz DEFAULT now());")
    copy("packages", (line.split("\t") for line in listing.stdout.splitlines()))


def countries():
    print("CREATE TABLE countries (code text PRIMARY KEY, code3 text, name text NOT NULL, official_name text);")
    print("CREATE TABLE subdivisions (code text PRIMARY KEY, country text NOT NULL, name text, kind text);")
    print("CREATE TABLE currencies (code text PRIMARY KEY, name text NOT NULL);")
    copy("countries", ((c["alpha_2"], c["alpha_3"], c["name"], c.get("official_name")) for c in iso("3166-1")))
    copy("subdivisions", ((s["code"], s["code"].split("-")[0], s["name"], s["type"]) for s in iso("3166-2")))
    copy("currencies", ((c["alpha_3"], c["name"]) for c in iso("4217")))
    print("GRANT SELECT ON ALL TABLES IN SCHEMA public TO shared_reader;")


if __name__ == "__main__":
    {"packages": packages, "countries": countries}[sys.argv[1]]()
