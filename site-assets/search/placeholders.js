// Values for the placeholders of commands, such as <cluster>, read from what was pasted. See
// `PlaceholderText` and `Placeholders` in Sources/Runbook/Symptom.
(function (site) {
  "use strict";

  const isRegion = (text) => /^(?=[a-z]{1,4}-)[a-z]+(?:-[a-z]+){1,2}-\+?[0-9]{1,18}$/.test(text);
  const isAccount = (text) => /^[0-9]{12}$/.test(text);
  const isID = (text) => /^(?:[0-9a-fA-F]{32}|[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})$/.test(text);
  const isName = (text) => /^[0-9A-Za-z_.-]+$/.test(text);
  const parts = (text, separator) => text.split(separator).filter((part) => part);

  /** What has one endpoint for all Regions, or asks where something else says. */
  const regionless = new Set(("iam sts s3 s3api configure sso login health route53 cloudfront organizations "
    + "support ce budgets help").split(" "));

  /** The text with `--region` in every command of AWS that asks in a Region and names none. */
  function addingRegion(region, text) {
    const command = new RegExp("(^ *|(?<!\\\\)\\n *|[|;&(`] *)(aws ([a-z][a-z0-9-]*)(?: [a-z][a-z0-9-]*)+)(?![^ \\n|;&)`])"
      + "((?:\\\\[^]|\"[^\"]*\"|'[^']*'|[^\\n|;&)`\"'\\\\])*)", "g");
    return text.replace(command, (whole, before, head, service, rest) =>
      regionless.has(service) || rest.includes("--region") ? whole
        : before + head + " --region " + region + rest);
  }

  class Placeholders {
    constructor() { this.map = new Map(); }

    get(name) { return this.map.get(name); }

    /** Adds a value; the first of a name stays, and one that a shell would read is refused. */
    add(name, value) {
      if (this.map.has(name) || !value || value.length > 2048) return;
      if (!/^[-_./:@+=,#%0-9A-Za-z]+$/.test(value) || /^[-=#]/.test(value)) return;
      this.map.set(name, value);
    }

    /** The command with every placeholder that has a value filled in. */
    fill(command) {
      const text = command.replace(/<([a-z0-9-]+)>/g, (whole, name, place) => {
        // A registry has an account of its own.
        const isRegistry = name === "account-id" && command.slice(0, place).endsWith("--registry-id ");
        return (isRegistry ? this.registryAccount : this.map.get(name)) ?? whole;
      });
      const region = this.map.get("region");
      return region && !this.hasRegionOfRegistry ? addingRegion(region, text) : text;
    }

    /** Adds the Region that the failing thing is in, in place of one that only a registry names. */
    takeRegion(region) {
      if (!isRegion(region)) return;
      if (this.hasRegionOfRegistry) this.map.delete("region");
      this.hasRegionOfRegistry = false;
      this.add("region", region);
    }

    /** Adds what an address of the console names. */
    takeConsoleLink(link) {
      const [path, query = ""] = link.split("?", 2);
      let key = "";
      for (const part of parts(path, "/")) {
        if (key === "clusters") this.add("cluster", part);
        if (key === "services") this.add("service", part);
        if (key === "tasks" && isID(part)) this.add("task-id", part);
        key = part;
      }
      const region = /(?:^|&)region=([a-z0-9-]+)/.exec(query)?.[1];
      if (region) this.takeRegion(region);
    }

    /** Adds what an ARN names. */
    takeARN(arn) {
      const fields = arn.split(":");
      if (fields.length < 6 || fields[0] !== "arn" || !fields[1].startsWith("aws")) return;
      const resource = fields.slice(5).join(":");
      this.takeRegion(fields[3]);
      if (isAccount(fields[4])) this.add("account-id", fields[4]);
      const path = parts(resource, "/");
      if (!path.length) return;
      const [kind, second] = path, last = path[path.length - 1];
      switch (fields[2]) {
        case "ecs": return this.takeECS(kind, path, arn);
        case "elasticloadbalancing":
          // Its last part is an id of sixteen digits; a shorter one was cut off.
          if (last.length !== 16) return;
          if (kind === "targetgroup") this.add("target-group-arn", arn);
          if (kind === "loadbalancer") this.add("load-balancer-arn", arn);
          return;
        case "secretsmanager": return this.add("secret-arn", arn);
        case "ssm":
          if (kind === "parameter") this.add("parameter-name", resource.slice("parameter".length));
          return;
        case "logs": {
          const names = parts(resource, ":");
          if (names[0] === "log-group") this.add("log-group", names[1]);
          if (names[2] === "log-stream") this.add("log-stream", names[3]);
          return;
        }
        case "kms": return this.add("kms-key-arn", arn);
        case "s3": return this.add("bucket", kind);
        case "ecr":
          if (kind === "repository") this.add("repository", resource.slice("repository/".length));
          return;
        case "elasticfilesystem":
          if (kind === "file-system") this.add("file-system-id", second);
          return;
        case "ec2": {
          const names = { subnet: "subnet-id", vpc: "vpc-id", "security-group": "security-group-id" };
          if (Object.hasOwn(names, kind)) this.add(names[kind], second);
        }
      }
    }

    takeECS(kind, path, arn) {
      if (path.length < 2) return;
      const last = path[path.length - 1];
      const hasCluster = path.length === 3;
      switch (kind) {
        case "cluster": return this.add("cluster", last);
        case "task":
          if (!isID(last)) return;
          if (hasCluster) this.add("cluster", path[1]);
          this.add("task-id", last);
          return this.add("task-arn", arn);
        case "service":
          if (hasCluster) this.add("cluster", path[1]);
          return this.add("service", last);
        case "container":
          if (path.length !== 4 || !isID(path[2])) return;
          this.add("cluster", path[1]);
          return this.add("task-id", path[2]);
        case "task-definition":
          this.add("task-definition", last);
          return this.add("family", last.split(":", 1)[0]);
        case "container-instance":
          if (!isID(last)) return;
          if (hasCluster) this.add("cluster", path[1]);
          return this.add("container-instance-id", last);
        case "capacity-provider": return this.add("capacity-provider", last);
        case "service-deployment":
        case "service-revision":
          if (path.length !== 4) return;
          this.add("cluster", path[1]);
          this.add("service", path[2]);
          if (kind === "service-deployment") this.add("deployment-id", last);
          if (kind === "service-revision") this.add("service-revision-arn", arn);
      }
    }

    /** Adds what an image reference names: `[registry/]repository[:tag][@digest]`. */
    takeImage(reference) {
      const bare = reference.replace(/^@+/, "");
      const at = bare.indexOf("@");
      const name = at < 0 ? bare : bare.slice(0, at);
      const after = at < 0 ? "" : bare.slice(at + 1);
      const path = parts(name, "/");
      if (!path.length) return;
      const last = path[path.length - 1];
      const isECR = path.length > 1 && path[0].includes(".dkr.ecr");
      // A registry alone is no image.
      if (path.length === 1 && last.includes(".dkr.ecr")) return;
      if (isECR) {
        const labels = parts(path[0], ".");
        if (labels.length > 3) {
          if (isAccount(labels[0])) {
            this.registryAccount ??= labels[0];
            this.add("account-id", labels[0]);
          }
          if (isRegion(labels[3]) && !this.get("region")) {
            this.hasRegionOfRegistry = true;
            this.add("region", labels[3]);
          }
        }
      }
      const tag = parts(last, ":");
      const folders = path.slice(isECR ? 1 : 0, -1);
      // `https://…/v2/app/manifests/v1` is the registry's own path for app:v1.
      if (isECR && folders[0] === "v2") {
        folders.shift();
        const kind = folders.pop();
        if (kind !== "manifests" && kind !== "blobs") return;
        this.add("repository", folders.join("/"));
        if (kind === "manifests" && tag.length === 1) this.add("tag", last);
        return;
      }
      this.add("image", reference);
      if (isECR && tag.length) {
        this.add("repository", [...folders, tag[0]].join("/"));
        if (tag.length > 1) this.add("tag", tag[1]);
      }
      if (after.startsWith("sha256:")) this.add("digest", after);
    }

    /** Adds names that follow from others: the parts of an image or of a task definition. */
    finish() {
      const image = this.get("image"), definition = this.get("task-definition");
      if (image) this.takeImage(image);
      if (definition) this.add("family", definition.split(":", 1)[0]);
    }
  }

  /** Finds values in a text: ARNs, ids, image references, `--cluster prod`. */
  class PlaceholderText {
    constructor(text, values) {
      this.plain = text.plain;
      this.folded = text.folded;
      this.values = values;
      this.covered = 0; // where the last ARN ended: its parts are not read again
    }

    finish() {
      const link = /console\.aws\.amazon\.com\/ecs[^\s")]*/gi;
      for (const match of this.plain.matchAll(link)) {
        if (!this.isCut(match.index + match[0].length)) this.values.takeConsoleLink(match[0]);
      }
      this.values.finish();
    }

    /** The run of ARN characters from a place, without punctuation at its end. */
    run(start, ending) {
      const pattern = /[0-9A-Za-z_.:/+=@-]*/y;
      pattern.lastIndex = start;
      return pattern.exec(this.plain)[0].replace(ending, "");
    }

    takeARN(start) {
      if (start < this.covered || this.plain[start + 3] !== ":" || start + 4 >= this.plain.length) return;
      const arn = this.run(start, /[.:,\-/]+$/);
      this.covered = start + arn.length;
      const last = arn.split("/").pop();
      const isWhole = isID(last) || arn.includes(":elasticloadbalancing:") && last.length === 16;
      if (this.isCut(this.covered) && !isWhole) return;
      if (/^arn:.*:(?:iam|sts)::/.test(arn)) return this.takePrincipal(arn, start);
      this.values.takeARN(arn);
    }

    /** A role, only where the text says what it is to the task; whoever was refused is the caller. */
    takePrincipal(arn, start) {
      const fields = arn.split(":");
      if (fields.length < 6) return;
      if (isAccount(fields[4])) this.values.add("account-id", fields[4]);
      const path = parts(fields.slice(5).join(":"), "/");
      if (path[0] === "assumed-role") {
        // Only a task names its session by its id.
        if (path.length === 3 && isID(path[2])) this.values.add("role-name", path[1]);
        return;
      }
      if (path[0] !== "role") return;
      const name = path[path.length - 1];
      const before = this.folded.slice(Math.max(0, start - 48), start);
      const key = /([0-9a-z_]+)[^0-9a-z_]*$/.exec(before)?.[1];
      if (key === "executionrolearn" || key === "execution_role_arn") {
        this.values.add("execution-role-arn", arn);
        this.values.add("execution-role-name", name);
      } else if (key === "taskrolearn" || key === "task_role_arn") {
        this.values.add("task-role-arn", arn);
      } else if (/assume (?:the (?:service )?)?role/.test(before) && path.length > 1) {
        this.values.add("role-arn", arn);
        this.values.add("role-name", name);
      }
    }

    /** Whether a value may go on in the next line, where a terminal broke it. */
    isCut(end) {
      if (this.plain[end] !== "\n" || !/[0-9a-z_.:/+=@-]/.test(this.plain[end + 1] ?? "")) return false;
      const length = end - (this.plain.lastIndexOf("\n", end - 1) + 1);
      if (length < 40 || this.plain.startsWith("arn:", end + 1)) return false;
      this.longest ??= Math.max(...this.plain.split("\n").map((line) => line.length));
      return length + 40 > this.longest;
    }

    takeImage(place) {
      if (place < this.covered) return;
      const start = place - /[0-9A-Za-z_.-]*$/.exec(this.plain.slice(0, place))[0].length;
      const reference = this.plain.slice(start, place) + this.run(place, /[.:,\-/]+$/);
      this.covered = start + reference.length;
      if (!this.isCut(this.covered)) this.values.takeImage(reference);
    }

    takeID(name, { start, end }) {
      if (start < this.covered || this.plain[end] !== "-") return;
      const digits = /^[0-9a-f]*/.exec(this.folded.slice(end + 1, end + 200))[0];
      if (digits.length > 7) this.values.add(name, this.plain.slice(start, end + 1 + digits.length));
    }

    /** A name after its key: `cluster: prod`, `--service web`, `(task 0123…)`, `"family": "x"`. */
    takeNamed(name, keyEnd) {
      const gap = /^[ :="'[{]*/.exec(this.plain.slice(keyEnd, keyEnd + 6))[0];
      const start = keyEnd + gap.length;
      if (!gap || start < this.covered) return;
      // After a blank a bracket opens a remark; behind a brace another key follows.
      if (gap.includes("{") || gap.includes("[") && !/[:=]/.test(gap)) return;
      const text = this.run(start, /[.:,-]+$/);
      const end = start + text.length;
      if (!text || this.isCut(end) || /^["']+:/.test(this.plain.slice(end, end + 4))) return;
      const before = this.plain.slice(Math.max(0, keyEnd - 80), keyEnd);
      const value = {
        text,
        isKeyed: /[:=["]/.test(gap) && this.endsThere(end, gap),
        isOption: /(?:^|[^0-9A-Za-z_.-])--[0-9A-Za-z_.-]+$/.test(before),
        isInParentheses: /\([0-9A-Za-z_.-]+$/.test(before) && /[),]/.test(this.plain[end] ?? ""),
        isSubject: name === "service" && gap === " " && predicate.test(this.folded.slice(end, end + 40)),
      };
      if (accepts(name, value)) this.values.add(name, text);
    }

    /** Whether a value behind a colon is all that the key has, and no sentence goes on. */
    endsThere(end, gap) {
      if (!gap.includes(":") || /["']/.test(gap) || this.plain[end] !== " ") return true;
      const next = /^[^ \n]*/.exec(this.plain.slice(end + 1, end + 41))[0];
      return /[:=]/.test(next) || !next || "-([|/{".includes(next[0]);
    }
  }

  /** How events of a service go on behind its name. */
  const predicate = new RegExp("^ (?:\\((?:port|instance|taskset|task) |was unable to |is unhealthy in "
    + "|is unable to |has (?:started|stopped|begun|reached) |registered |deregistered |failed to "
    + "|operations are )");

  /** Words that say how a thing fares. */
  const states = new Set(("ecs fargate create created creating update updated updating delete deleting "
    + "error false true none null draining inactive not missing provisioning pending activating running "
    + "deactivating stopping deprovisioning stopped deleted healthy unhealthy unknown completed failed "
    + "in_progress").split(" "));

  /** Whether a value looks like what the placeholder needs; `service is down` does not. */
  function accepts(name, { text, isKeyed, isOption, isInParentheses, isSubject }) {
    const isPlain = isName(text), isLong = text.length > 1;
    switch (name) {
      case "task-id":
      case "container-instance-id": return isID(text);
      case "account-id": return isAccount(text);
      case "port":
        return /^0*[1-9][0-9]{0,4}$/.test(text) && Number(text) <= 65535 && (isKeyed || isInParentheses);
      case "region": return isRegion(text);
      // The short id of a service deployment stands in its ARN alone.
      case "deployment-id": return false;
      case "image": return text.includes("/") && !text.startsWith("/");
      case "parameter-name": return text.startsWith("/");
      case "log-group": return text.startsWith("/") || isKeyed && isPlain && text.includes("-");
      case "stream-prefix":
      case "family":
      case "bucket":
      case "repository":
      case "capacity-provider": return (isKeyed || isOption) && isPlain && isLong;
      case "subnet-id": return text.startsWith("subnet-");
      case "service":
        return isPlain && isLong && !states.has(text.toLowerCase())
          && (isKeyed || isOption || isInParentheses || isSubject);
      case "cluster":
        return isPlain && isLong && !states.has(text.toLowerCase()) && (isKeyed || isOption);
      default: return isPlain && isLong && (isKeyed || isOption);
    }
  }

  Object.assign(site, { Placeholders, PlaceholderText });
})(runbookSite);
