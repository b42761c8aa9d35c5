/** Words that vendors put before their own names, and the reversed domain each vendor owns. */
const VENDOR_DOMAINS: ReadonlyMap<string, string> = new Map([
  ['aliyun', 'com.aliyun'],
  ['anolis', 'cn.openanolis'],
  ['bytedance', 'com.bytedance'],
  ['canonical', 'com.canonical'],
  ['ntnx', 'com.nutanix'],
  ['nutanix', 'com.nutanix'],
  ['omarchy', 'org.omarchy'],
  ['openeuler', 'org.openeuler'],
  ['openvz', 'org.openvz'],
  ['ovirt', 'org.ovirt'],
  ['pbs', 'com.proxmox'],
  ['proxmox', 'com.proxmox'],
  ['pve', 'com.proxmox'],
  ['redhat', 'com.redhat'],
  ['rh', 'com.redhat'],
  ['rhel', 'com.redhat'],
  ['rhev', 'com.redhat'],
  ['sangfor', 'com.sangfor'],
  ['sles', 'com.suse'],
  ['smartx', 'com.smartx'],
  ['starlingx', 'io.starlingx'],
  ['suse', 'com.suse'],
  ['tencent', 'com.tencent'],
  ['ubuntu', 'com.ubuntu'],
  ['virtuozzo', 'com.virtuozzo'],
  ['vz', 'com.virtuozzo'],
  ['zstack', 'io.zstack'],
]);

const FIRST_WORD = /^(x[-_])?([A-Za-z]+)[-_](?=[A-Za-z0-9])/i;
const VENDOR_FIRST = new RegExp(`^(?:x[-_])?(${[...VENDOR_DOMAINS.keys()].join('|')})[-_](?=[A-Za-z0-9])`, 'i');

/**
 * Recognises a vendor's word where a downstream prefix should stand: `x-vz-foo`, `rh-foo`, `PVE_FOO`. Only words of a
 * short table count, and only as the first word of a name that goes on; no name of an upstream release has one there.
 * That such words are no substitute for a prefix follows from the QMP specification, "Downstream extension of QMP".
 *
 * @param name the whole name of anything visible on the wire, without the `*` of an optional member
 * @returns the word in lower case, or undefined
 */
export function vendorWord(name: string): string | undefined {
  return VENDOR_FIRST.test(name) ? VENDOR_FIRST.exec(name)?.[1]?.toLowerCase() : undefined;
}

/**
 * Tells which domain the vendor behind a word owns.
 *
 * @param word what `vendorWord` returned
 * @returns the reversed domain, `com.proxmox` for `pve`; undefined for a word that is not in the table
 */
export function vendorDomain(word: string): string | undefined {
  return VENDOR_DOMAINS.get(word);
}

/**
 * Takes a word off the front of a name that the prefix is going to say anyway: `acme-` before `com.acme`. Other words of a
 * vendor's stay: the `pve-` of `pve-version` tells which version it is.
 *
 * @param name the whole name, without a prefix
 * @param domain the reversed domain of the prefix, in lower case
 * @returns the name without its first word where that is a part of the domain (the top-level one excepted); else as it is
 */
export function withoutVendorWord(name: string, domain: string): string {
  const word = FIRST_WORD.exec(name)?.[2]?.toLowerCase();
  return word !== undefined && domain.split('.').slice(1).includes(word) ? name.replace(FIRST_WORD, '$1') : name;
}
