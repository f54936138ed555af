//! Words that mean the same: other names of services from their packs, and a table of abbreviations and of words that
//! people take for each other.

use std::collections::HashMap;

use super::fold::words;

/// The same thing in other letters.
const ABBREVIATIONS: &[&str] = &[
    "ami = machine image = amazon machine image",
    "apis = api",
    "auth = authentication = authorization = authorisation",
    "authn = authentication",
    "authz = authorization = authorisation",
    "az = availability zone = zone",
    "b/g = bg = blue green = bluegreen",
    "byol = bring your own license = bring your own licence",
    "centre = center",
    "ci = continuous integration",
    "cd = continuous delivery = continuous deployment",
    "ci/cd = cicd = pipeline",
    "clb = classic load balancer",
    "cluster ip = clusterip",
    "config = configuration",
    "config map = configmap",
    "crd = custom resource definition",
    "csi = container storage interface",
    "cve = vulnerability = common vulnerabilities and exposures",
    "cw = cloudwatch",
    "daemon set = daemonset",
    "db = database",
    "dr = disaster recovery",
    "ds = daemonset",
    "elb = elastic load balancing = elastic load balancer = load balancer",
    "eni = elastic network interface = network interface",
    "env = environment",
    "env var = environment variable",
    "fs = file system",
    "filesystem = file system",
    "gb = gib = gigabyte",
    "gha = github actions",
    "ha = high availability = highly available",
    "hpc = high performance computing",
    "hr = hour",
    "iac = infrastructure as code",
    "id = identity",
    "imds = instance metadata = instance metadata service",
    "k8s = kubernetes = kube = k8",
    "lb = load balancer",
    "license = licence",
    "lts = long term support",
    "mb = mib = megabyte",
    "mem = memory",
    "min = minute",
    "mpi = message passing interface",
    "mtls = mutual tls",
    "ns = namespace",
    "oidc = openid connect",
    "onprem = on premises = on premise = on prem",
    "oom = out of memory = outofmemory = outofmemoryerror = oomkilled",
    "os = operating system",
    "pdb = pod disruption budget = poddisruptionbudget",
    "perms = permission",
    "pv = persistent volume = persistentvolume",
    "pvc = persistent volume claim = persistentvolumeclaim",
    "rbac = role based access control",
    "repo = repository",
    "ri = reserved instance",
    "sa = service account",
    "sdk = software development kit",
    "sec = second",
    "sg = security group",
    "spa = single page application",
    "ssl = tls",
    "sts = security token service",
    "td = task definition",
    "taskdef = task definition",
    "tf = terraform",
    "tg = target group",
    "tls = certificate",
    "ttl = time to live",
    "vars = variable",
    "vm = virtual machine",
    "yml = yaml",
];

/// Near enough to be worth showing.
const RELATED: &[&str] = &[
    "air gapped = disconnected = offline = isolated",
    "allow = permit = grant",
    "autoscale = autoscaling = auto scaling = scale",
    "automatic = automatically = by itself = itself",
    "backlog = queue",
    "bill = billing = charge = cost = expensive = cheap = cheaper = cheapest = fee = free = money = pay = price = pricing",
    "cleanup = clean up = delete = expire = purge = remove",
    "copy = replicate = replication = duplicate",
    "crash = die = exit = kill = killed = stop = stopped = terminate = vanish",
    "credential = password = secret",
    "cron = cronjob = nightly = schedule = scheduled = timer",
    "cuda = gpu = graphics card = nvidia = accelerator",
    "data center = data centre = datacenter = on premises",
    "delay = latency = slow",
    "denied = forbidden = refused = unauthorized = accessdenied = not authorized",
    "deprecated = end of support = retired = legacy = closed",
    "disk = storage = volume",
    "encrypt = encryption = kms",
    "error = fail = failure = fault = problem = broken",
    "every night = nightly",
    "filesystem = share = shared files",
    "gradual = canary = linear",
    "hang = stuck = pending",
    "host = instance = machine = node = server",
    "interrupt = interruption = reclaim",
    "keep = persist = persistent = retain",
    "length = depth",
    "limit = maximum = quota",
    "log in = login = sign in",
    "permission = rights = policy = access",
    "preconfigured = default",
    "rate limit = toomanyrequests = throttle",
    "replace = successor = instead",
    "revert = rollback = roll back",
    "route = routing = path",
    "schedule = every day",
    "seldom = rare = occasional",
    "shell = ssh = exec",
    "timeout = time out = unreachable",
    "trace = tracing",
    "update = upgrade",
    "vulnerability = flaw = cve",
];

/// How much a word is worth that another one stands for.
const SAME: f32 = 0.9;
const NEAR: f32 = 0.55;

/// Words or phrases that stand for each other.
#[derive(Debug, Clone)]
pub(super) struct Group {
    /// Folded phrases, their words.
    pub phrases: Vec<Vec<String>>,
    /// The service that bears these names, by its number in the index.
    pub service: Option<u16>,
    /// What a hit on another member is worth, 0 to 1.
    pub worth: f32,
}

/// All groups and how to find them.
#[derive(Debug, Clone)]
pub(super) struct Same {
    groups: Vec<Group>,
    by_phrase: HashMap<String, Vec<usize>>,
    longest: usize,
}

impl Same {
    /// The tables, without any service.
    pub fn new() -> Self {
        let mut same = Self { groups: vec![], by_phrase: HashMap::new(), longest: 1 };
        for (table, worth) in [(ABBREVIATIONS, SAME), (RELATED, NEAR)] {
            for line in table {
                let phrases = line.split('=').map(words).collect();
                same.add(Group { phrases, service: None, worth });
            }
        }
        same
    }

    /// Adds the names of a service: id, title and other names.
    pub fn add_service<'a>(&mut self, number: u16, names: impl Iterator<Item = &'a str>) {
        let mut phrases: Vec<Vec<String>> = vec![];
        for name in names {
            let mut phrase = words(name);
            if phrase.len() > 1 && ["amazon", "aws"].contains(&phrase[0].as_str()) {
                phrase.remove(0);
            }
            if !phrase.is_empty() && !phrases.contains(&phrase) {
                phrases.push(phrase);
            }
        }
        self.add(Group { phrases, service: Some(number), worth: SAME });
    }

    fn add(&mut self, group: Group) {
        for phrase in &group.phrases {
            self.longest = self.longest.max(phrase.len());
            self.by_phrase.entry(phrase.join(" ")).or_default().push(self.groups.len());
        }
        self.groups.push(group);
    }

    /// Words of the longest phrase.
    pub fn longest(&self) -> usize {
        self.longest
    }

    /// Groups with `phrase`, its folded words joined by spaces.
    pub fn of(&self, phrase: &str) -> impl Iterator<Item = &Group> {
        self.by_phrase.get(phrase).into_iter().flatten().map(|at| &self.groups[*at])
    }

    /// Single words of all groups, some more than once.
    pub fn single_words(&self) -> impl Iterator<Item = &str> {
        let phrases = self.groups.iter().flat_map(|group| &group.phrases);
        phrases.filter(|phrase| phrase.len() == 1).map(|phrase| phrase[0].as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phrase_leads_to_its_group() {
        let mut same = Same::new();
        same.add_service(7, ["eks", "Amazon EKS", "k8s", "elastic kubernetes service"].into_iter());
        let services: Vec<_> = same.of("k8s").filter_map(|group| group.service).collect();
        assert_eq!(services, [7]);
        assert_eq!(same.of("elastic kubernetes service").count(), 1);
        assert!(same.of("b g").any(|group| group.phrases.contains(&vec!["blue".into(), "green".into()])));
        assert_eq!(same.of("amazon eks").count(), 0);
        // A name of nothing else stays.
        same.add_service(8, ["cloud", "AWS"].into_iter());
        assert_eq!(same.of("aws").filter_map(|group| group.service).collect::<Vec<_>>(), [8]);
    }

    #[test]
    fn the_tables_are_clean() {
        for line in ABBREVIATIONS.iter().chain(RELATED) {
            let phrases: Vec<_> = line.split('=').map(words).collect();
            assert!(phrases.len() > 1 && phrases.iter().all(|phrase| !phrase.is_empty()), "{line}");
        }
    }
}
