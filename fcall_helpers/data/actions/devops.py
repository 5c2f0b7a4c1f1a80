"""Running software: versions, deployments, logs, networks, incidents."""

from ipaddress import ip_address, ip_network

from fcall_helpers.data.actions.model import action, role


def _numbers(version: str) -> list[int]:
    core = version.removeprefix("v").split("-")[0].split("+")[0].split(".")
    if not all(part.isdigit() for part in core):
        raise ValueError(f"a version must look like 1.4.2, got {version!r}")
    return ([int(part) for part in core] + [0, 0, 0])[:3]


def compare_versions(installed: str, required: str, strictness: str = "at_least") -> dict:
    """Whether a version will do (semantic versioning; what follows a hyphen is ignored)."""
    have, need = _numbers(installed), _numbers(required)
    rules = {"at_least": have >= need, "exact": have == need, "compatible": have >= need and have[0] == need[0]}
    return {"newer": have > need, "equal": have == need, "ok": rules[strictness]}


def bump_version(version: str, part: str = "patch", prerelease: bool = False) -> str:
    """The next version."""
    major, minor, patch = _numbers(version)
    raised = {"major": (major + 1, 0, 0), "minor": (major, minor + 1, 0), "patch": (major, minor, patch + 1)}[part]
    return ".".join(map(str, raised)) + ("-rc.1" if prerelease else "")


def allowed_downtime(availability: float, days: int = 30, incidents: int = 1) -> dict:
    """Minutes that a service may be down when it promises to be up ``availability`` percent of the time."""
    if not 0 <= availability <= 100 or incidents < 1:
        raise ValueError(f"availability must be 0 to 100 and incidents 1 or more, got {availability}, {incidents}")
    minutes = days * 1440 * (1 - availability / 100)
    return {"minutes": round(minutes, 2), "minutes_per_incident": round(minutes / incidents, 2)}


def address_in_network(address: str, network: str, prefix: int = 24) -> dict:
    """Whether an address lies in the network of the given prefix length around another."""
    if not 0 <= prefix <= 32:
        raise ValueError(f"prefix must be 0 to 32, got {prefix}")
    around = ip_network(f"{network}/{prefix}", strict=False)
    return {"network": str(around), "inside": ip_address(address) in around, "hosts": around.num_addresses}


def retry_delays(attempts: int, first_delay: int, growth: str = "exponential") -> list[int]:
    """The waits before each new attempt, never above an hour's worth of milliseconds."""
    steps = {"constant": lambda n: 1, "linear": lambda n: n + 1, "exponential": lambda n: 2 ** min(n, 30)}
    return [min(3_600_000, first_delay * steps[growth](n)) for n in range(attempts)]


# A table, laid out by hand: a role reads better on three lines than on nine.
# fmt: off
ACTIONS = [
    action(
        "devops", "compare versions | check version | semver satisfies | is version ok",
        does="""Compare two versions of a package.
                Tells which is newer and whether the installed one meets the requirement
                Checks a semantic version""",
        asks="""compare two versions | check the version | see whether the package is new enough
                test a version requirement""",
        questions="Is the version new enough | Does the version fit | Which version is newer",
        roles=[
            role("installed|current|have|version", "version", "with {} installed | when we have {} | running {}",
                 "Version that is there, such as 1.4.2. | Installed version, semantic", required=True),
            role("required|wanted|need|constraint", "version",
                 "against a requirement of {} | if {} is needed | with {} called for",
                 "Version that is needed, such as 1.4.0. | Required version, semantic", required=True),
            role("strictness|rule|operator|match", "choice", "{}",
                 "How strictly to compare. | Rule of the comparison", default="at_least",
                 says={"at_least": "accepting anything newer | accepting later versions",
                       "exact": "accepting that one only | requiring an exact match",
                       "compatible": "accepting the same major version | requiring the same major version"}),
        ],
        fn=compare_versions,
    ),
    action(
        "devops", "bump version | next release number | increment version",
        does="""Raise a version number.
                Returns the version of the next major, minor or patch release, perhaps as a candidate
                Increments a semantic version""",
        asks="bump the version | work out the next release number | raise the version | increment the version number",
        questions="What is the next version | Which number does the release get",
        roles=[
            role("version|current_version|from_version|last_release", "version", "from {} | currently at {} | after {}",
                 "Present version, such as 2.0.1. | Last release, semantic version", required=True),
            role("part|level|release_type|component", "choice", "for {} | as {} | making it {}",
                 "Part to raise. | Kind of release", default="patch",
                 says={"major": "a major release | a breaking change", "minor": "a minor release | a feature release",
                       "patch": "a patch release | a bug-fix release"}),
            role("prerelease|candidate|is_rc", "flag", "{}", "Whether it is a candidate. | True appends -rc.1",
                 default=False,
                 says={True: "as a release candidate | still a pre-release",
                       False: "as a final version | ready for everyone"}),
        ],
        fn=bump_version,
    ),
    action(
        "devops", "allowed downtime | error budget | sla minutes | compute slo budget",
        does="""Compute how long a service may be down.
                Turns an availability in percent into minutes over a period
                Calculates an error budget""",
        asks="""compute the error budget | work out the allowed downtime | find out how long we may be down
                calculate the minutes of outage we may have""",
        questions="How much downtime is allowed | How long may the service be down | What is the error budget",
        roles=[
            role("availability|uptime|slo|target", "percent_number",
                 "with an availability of {} | promising {} uptime | at a target of {}",
                 "Availability in percent, e.g. 99.9. | Promised uptime, percent", required=True, within=(95, 99.99)),
            role("days|period_days|window|interval_days", "duration_days", "over {} | in a window of {} | within {}",
                 "Period in days. | Length of the window", default=30, within=(7, 365)),
            role("incidents|outages|num_incidents|events", "small_count",
                 "spread over {} incidents | split among {} outages | with {} incidents expected",
                 "Number of incidents that share it. | How many outages", default=1, within=(2, 10)),
        ],
        fn=allowed_downtime,
    ),
    action(
        "devops", "address in network | ip in subnet | check cidr | match subnet",
        does="""Check whether an address lies in a network.
                Builds the network from an address and a prefix length and tests another address
                Tests an IPv4 address against a subnet""",
        asks="""check an IP address | test whether a host is in the subnet | match an address with a network
                see if the address belongs there""",
        questions="Is the host inside | Does the address belong to the subnet | Is it the same network",
        roles=[
            role("address|ip|host|ip_address", "ipv4", "for the host {} | looking for {} | testing {}",
                 "Address to test. | IPv4 address of the host", required=True),
            role("network|subnet|base_address|gateway", "ipv4",
                 "in the network around {} | against the subnet of {} | with {} as the gateway",
                 "An address of the network. | IPv4 address in the subnet", required=True),
            role("prefix|prefix_length|mask_bits|cidr_bits", "choice", "with {} | using {}",
                 "Length of the prefix. | Bits of the mask", default=24,
                 says={8: "a /8 mask | 8 mask bits", 16: "a /16 mask | 16 mask bits", 24: "a /24 mask | 24 mask bits",
                       28: "a /28 mask | 28 mask bits", 30: "a /30 mask | 30 mask bits"}),
        ],
        fn=address_in_network,
    ),
    action(
        "devops", "retry delays | backoff schedule | compute retries | wait times",
        does="""List the waits between attempts.
                Computes a backoff schedule that is constant, linear or exponential
                Plans how to retry a request""",
        asks="""plan the retries | compute a backoff schedule | list the waits between attempts
                work out the retry delays""",
        questions="How long are the waits | What does the backoff look like",
        roles=[
            role("attempts|max_retries|tries|retries", "repetitions",
                 "trying {} | with the request repeated {} | retrying {}", "Number of attempts. | How often to retry",
                 required=True, within=(2, 10)),
            role("first_delay|base_ms|initial_delay|start_wait", "milliseconds",
                 "starting at {} | with a first wait of {} | beginning with a pause of {}",
                 "First wait in milliseconds. | Base delay, ms", required=True, within=(50, 5000)),
            role("growth|strategy|policy|backoff", "choice", "with {} growth | growing in a {} way | using {} steps",
                 "How the waits grow. | Kind of backoff", default="exponential",
                 says={"constant": "constant | unchanging", "linear": "linear | evenly rising",
                       "exponential": "exponential | doubling"}),
        ],
        fn=retry_delays,
    ),
    action(
        "devops", "deploy service | release build | roll out | ship version",
        does="""Deploy a version of a service.
                Rolls a build out to an environment, all at once or step by step
                Ships a release""",
        asks="deploy the service | roll out a release | ship a new build | push out a version",
        roles=[
            role("repository|repo|project|source", "repository", "of {} | for {} | from the repository {}",
                 "Repository, owner/name. | Project that is deployed", required=True),
            role("version|tag|build|release", "version", "at version {} | tagged {} | with release {}",
                 "Version to deploy, such as 1.4.2. | Tag of the build", required=True),
            role("environment|env|stage|target", "choice", "to {} | on {} | in {}", "Environment. | Where to deploy",
                 required=True,
                 says={"production": "production | the live system", "staging": "staging | the staging environment",
                       "development": "development | the dev environment"}),
            role("strategy|rollout|method|mode", "choice", "as {} | using {} | by {}",
                 "How to roll out. | Strategy of the deployment",
                 says={"rolling": "a rolling update | one instance after another",
                       "canary": "a canary release | a trial on a few users",
                       "blue_green": "blue-green deployment | switching between two copies"}),
            role("replicas|instances|num_replicas|scale", "small_count",
                 "with {} replicas | running {} instances | on {} pods", "Number of instances. | How many copies run",
                 within=(2, 12)),
            role("dry_run|simulate|preview", "flag", "{}", "Whether only to simulate. | True changes nothing",
                 default=False,
                 says={True: "as a dry run | without changing anything", False: "for real | not just as a simulation"}),
        ],
    ),
    action(
        "devops", "query logs | search log entries | tail logs | filter logs",
        does="""Search the logs.
                Returns log lines of a service by level, time and text
                Queries the log store""",
        asks="search the logs | pull the log lines | look through the logs | filter the log entries",
        questions="What do the logs say | Which errors were logged | What happened according to the logs",
        roles=[
            role("host|domain|server|source", "domain", "of {} | from {} | written by {}",
                 "Host that logged. | Domain name of the server", required=True),
            role("level|severity|min_level|log_level", "choice", "at {} | with {} or worse | from {} upwards",
                 "Least severity. | Level of the entries", default="info",
                 says={"debug": "debug level | the debug level", "info": "info level | the info level",
                       "warning": "warning level | the warning level", "error": "error level | the error level"}),
            role("since|start|from_time|after", "datetime", "since {} | after {} | from {} on",
                 "Start, ISO 8601 in UTC. | Only later entries"),
            role("contains|pattern|text|match_text", "keyword",
                 "mentioning {} | containing {} | with {} in the message",
                 "Text to look for. | Word that the line must contain"),
            role("limit|max_lines|tail|lines", "limit", "no more than {} lines | the last {} entries | cut to {} lines",
                 "Greatest number of lines. | How many to return", default=100, within=(5, 100)),
        ],
    ),
    action(
        "devops", "open incident | create incident | raise alert | page on call",
        does="""Open an incident.
                Creates a record of an outage, names who handles it and pages them
                Raises an alert with the team on call""",
        asks="open an incident | raise an alert | page the people on call | report an outage",
        roles=[
            role("title|summary|headline|short_description", "subject_line",
                 "titled {} | with the headline {} | called {}", "Title of the incident. | Short description",
                 required=True),
            role("severity|sev|priority|impact", "choice", "as {} | with {}", "Severity. | How bad it is",
                 required=True,
                 says={"sev1": "a severity 1 | the highest severity", "sev2": "a severity 2 | the second severity",
                       "sev3": "a severity 3 | the lowest severity"}),
            role("affected_urls|endpoints|urls|pages", "urls", "affecting {} | with {} not answering | touching {}",
                 "URLs that are affected. | Endpoints, as a list"),
            role("assignee|owner|commander|handled_by", "username",
                 "assigned to {} | with {} in charge | handled by {}", "Who handles it. | User name of the person"),
            role("labels|tags|keywords|markers", "tags", "with the labels {} | tagged {} | filed under {}",
                 "Labels. | Tags, as a list"),
        ],
    ),
    action(
        "devops", "run health check | ping endpoint | probe url | monitor service",
        does="""Check whether a service answers.
                Requests a URL and compares the status and the time with what is expected
                Probes an endpoint""",
        asks="check whether the service answers | probe an endpoint | run a health check | ping the server",
        questions="Is the service up | Does the endpoint answer | How is the server doing",
        roles=[
            role("url|endpoint|target_url|address", "url", "at {} | on {} | under {}",
                 "URL to request. | Endpoint, absolute", required=True),
            role("expected_status|status|ok_code|want_status", "http_status",
                 "expecting {} | with {} as the right status | where {} is fine",
                 "HTTP status that counts as healthy. | Expected code", default=200),
            role("timeout_seconds|timeout|max_wait|give_up_after", "duration_seconds",
                 "giving up after {} | waiting no longer than {} | with a timeout of {}",
                 "Longest wait in seconds. | Timeout, s", default=10, within=(1, 60)),
            role("verify_tls|check_certificate|verify_ssl", "flag", "{}",
                 "Whether to check the certificate. | False accepts any certificate", default=True,
                 says={True: "checking the certificate | with TLS verified",
                       False: "ignoring the certificate | without verifying TLS"}),
        ],
    ),
]
