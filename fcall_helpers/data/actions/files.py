"""Files and folders: listing, moving, packing, hashing, sharing."""

import hashlib
from pathlib import PurePosixPath
from zlib import crc32

from fcall_helpers.data.actions.model import action, role

BITS = {"none": 0, "read": 4, "read_write": 6, "read_execute": 5, "all": 7}


def list_folder(folder: str, extension: str = "pdf", largest_first: bool = False, limit: int = 100) -> list[dict]:
    """The files of a toy folder: names and sizes come from a hash of its path; ``extension`` is their kind."""
    seed = crc32(folder.encode())
    files = [
        {"name": f"{stem}_{seed % 97}.{extension}", "bytes": (seed >> n) % 90_000}
        for n, stem in enumerate(("notes", "report", "scan", "data", "draft"))
    ]
    return sorted(files, key=lambda one: -one["bytes"] if largest_first else one["name"])[: max(0, limit)]


def checksum(text: str, algorithm: str = "sha256", length: int = 0) -> str:
    """The hexadecimal digest of a text in UTF-8, cut to ``length`` characters where that is not 0."""
    return hashlib.new(algorithm, text.encode()).hexdigest()[: length or None]


def split_path(path: str, part: str = "name") -> str:
    """One part of a path that is written with slashes."""
    pure = PurePosixPath(path)
    return {"name": pure.name, "stem": pure.stem, "extension": pure.suffix, "folder": str(pure.parent)}[part]


def permission_mode(owner: str, group: str = "none", others: str = "none") -> str:
    """The octal mode of a file on Unix."""
    return "".join(str(BITS[who]) for who in (owner, group, others))


def transfer_seconds(size_mb: float, speed_mbps: float, overhead: float = 0.05) -> float:
    """How long a transfer takes at a speed in megabits a second, when a share of it is lost to overhead."""
    if speed_mbps <= 0 or not 0 <= overhead < 1:
        raise ValueError(f"speed_mbps must be above 0 and overhead from 0 to below 1, got {speed_mbps}, {overhead}")
    return round(size_mb * 8 / (speed_mbps * (1 - overhead)), 2)


# A table, laid out by hand: a role reads better on three lines than on nine.
# fmt: off
ACTIONS = [
    action(
        "files", "list folder | read directory | list files | get directory contents",
        does="""List the files of a folder.
                Returns names and sizes of what a directory holds, perhaps of one extension only
                Reads a directory""",
        asks="list the files | show what is there | read the directory | get a listing",
        questions="Which files are there | What do I have | What is stored",
        roles=[
            role("folder|directory|path|dir", "folder", "in {} | inside {} | under the folder {}",
                 "Path of the folder. | Directory to list, with slashes", required=True),
            role("extension|file_type|suffix|ending", "file_format",
                 "ending in {} | with the extension {} | looking for {} files only",
                 "Extension to keep, without the dot. | Only files of this kind", default="pdf"),
            role("largest_first|sort_by_size|by_size", "flag", "{}",
                 "Whether the largest comes first. | True to sort by size, else by name",
                 default=False, says={True: "with the largest on top | ordered by size",
                                      False: "in alphabetical order | ordered by name"}),
            role("limit|max_entries|top|page_size", "limit",
                 "stopping after {} entries | with at most {} entries | cut off at {} lines",
                 "Greatest number of entries. | How many files to return at most", default=100, within=(2, 100)),
        ],
        fn=list_folder,
    ),
    action(
        "files", "checksum | hash text | compute digest | fingerprint content",
        does="""Compute the checksum of a text.
                Hashes a text with a standard algorithm and returns the digest in hexadecimal
                Makes a fingerprint of some content""",
        asks="hash a text | compute the checksum | make a fingerprint | calculate the digest",
        questions="What is the hash | What is the checksum | Which digest comes out",
        roles=[
            role("text|content|data|message", "message", "of {} | for the text {} | given {}",
                 "Text to hash. | Content, taken as UTF-8", required=True),
            role("algorithm|hash_type|method|digest_algorithm", "choice", "using {} | with {} | by {}",
                 "Hash algorithm. | Which digest to compute",
                 default="sha256", says={"md5": "MD5 | the MD5 algorithm", "sha1": "SHA-1 | the SHA1 algorithm",
                                         "sha256": "SHA-256 | the SHA256 algorithm",
                                         "sha512": "SHA-512 | the SHA512 algorithm"}),
            role("length|truncate_to|digits|prefix_length", "count",
                 "keeping {} characters | shortened to {} characters | {} hex digits long",
                 "Characters to keep; 0 keeps all. | Length of the digest returned", default=0, within=(8, 64)),
        ],
        fn=checksum,
    ),
    action(
        "files", "split path | path component | parse file path",
        does="""Take a part of a path.
                Returns the name, the stem, the extension or the folder of a path with slashes
                Parses a file path""",
        asks="split a path | take a part of a path | parse the file path | pull a piece out of the path",
        questions="What do you get | Which part is it | What comes out",
        roles=[
            role("path|file_path|full_path|filepath", "file_path", "of {} | from {} | given the path {}",
                 "Path with slashes. | The path to take apart", required=True),
            role("part|component|piece|field", "choice", "wanting {} | returning {} | to get {}",
                 "Part to return. | Which component is wanted", default="name",
                 says={"name": "the file name | the name with its ending",
                       "stem": "the stem | the name without its ending",
                       "extension": "the extension | only the ending", "folder": "the folder | the parent directory"}),
        ],
        fn=split_path,
    ),
    action(
        "files", "permission mode | chmod value | octal permissions | file mode bits",
        does="""Compute the octal mode of file permissions.
                Turns the rights of owner, group and others into the number that chmod takes
                Builds a Unix permission mode""",
        asks="""compute the permission mode | work out the chmod number | build the file mode
                translate the rights into octal""",
        questions="What is the octal mode | Which number do I give chmod",
        roles=[
            role("owner|user_rights|owner_access|u", "choice", "with the owner {} | where the owner is {}",
                 "Rights of the owner. | What the owner may do", required=True,
                 says={"none": "locked out | denied everything", "read": "allowed to read | limited to reading",
                       "read_write": "allowed to read and write | free to read and edit",
                       "read_execute": "allowed to read and run it | free to read and execute",
                       "all": "allowed everything | given full access"}),
            role("group|group_rights|group_access|g", "choice", "with the group {} | where the group is {}",
                 "Rights of the group. | What group members may do", default="none",
                 says={"none": "locked out | denied everything", "read": "allowed to read | limited to reading",
                       "read_write": "allowed to read and write | free to read and edit",
                       "all": "allowed everything | given full access"}),
            role("others|world_rights|public_access|o", "choice", "with everybody else {} | where all others are {}",
                 "Rights of all others. | What the world may do", default="none",
                 says={"none": "locked out | denied everything", "read": "allowed to read | limited to reading",
                       "all": "allowed everything | given full access"}),
        ],
        fn=permission_mode,
    ),
    action(
        "files", "transfer seconds | estimate download time | upload duration | copy time",
        does="""Estimate how long a transfer takes.
                Computes the seconds that a download or upload needs from its size and the speed of the line
                Tells the duration of a file transfer""",
        asks="""estimate the download time | work out how long the upload takes | calculate the transfer time
                predict how long copying takes""",
        questions="""How long does the download take | When will the upload be through
                What time does the transfer need""",
        roles=[
            role("size_mb|file_size|megabytes|payload_mb", "data_mb",
                 "for a file of {} | with {} to move | for {} of data",
                 "Size in megabytes. | How much is transferred, MB", required=True, within=(5, 8000)),
            role("speed_mbps|bandwidth|line_speed|rate_mbps", "number",
                 "on a line with {} Mbit/s | at a speed of {} megabits per second | over a {} Mbps connection",
                 "Speed in megabits per second. | Bandwidth of the line, Mbit/s", required=True, within=(5, 1000)),
            role("overhead|protocol_overhead|loss|overhead_share", "discount",
                 "losing {} to overhead | with an overhead of {} | when {} of it is overhead",
                 "Share lost to overhead, as a fraction. | Protocol overhead, 0.05 for 5%", default=0.05,
                 within=(0.02, 0.3)),
        ],
        fn=transfer_seconds,
    ),
    action(
        "files", "move file | relocate file | transfer to folder | mv",
        does="""Move a file.
                Moves a file to another folder and, if wanted, writes over what is there
                Relocates a file""",
        asks="move a file | put a file somewhere else | relocate a file | shift a document to another folder",
        roles=[
            role("source|src|from_path|file", "file_path", "from {} | which is now {} | taking {}",
                 "Path of the file. | What to move, as a full path", required=True),
            role("target_folder|dst|destination_dir|to_folder", "folder",
                 "to {} | into {} | with {} as its new home", "Folder to move it to. | Destination directory",
                 required=True),
            role("new_name|rename_to|target_name|as_name", "file_name",
                 "renaming it {} | under the new name {} | calling it {}",
                 "New name; unchanged if left out. | Name the file gets"),
            role("overwrite|force|replace_existing", "flag", "{}",
                 "Whether to write over an existing file. | True to replace what is there", default=False,
                 says={True: "overwriting whatever is there | replacing any existing file",
                       False: "without overwriting anything | keeping any existing file"}),
        ],
    ),
    action(
        "files", "compress files | create archive | zip files | pack folder",
        does="""Pack files into an archive.
                Creates a compressed archive of the given files and may protect it with a password
                Compresses files""",
        asks="pack some files | create an archive | compress my files | zip a few things up",
        roles=[
            role("files|paths|inputs|file_list", "files", "from {} | with {} in it | containing {}",
                 "Files to pack. | What goes into the archive, as a list of names", required=True),
            role("archive_name|output|target|out_file", "archive_file", "as {} | named {} | saved under {}",
                 "Name of the archive. | Where the result is written"),
            role("format|archive_format|container|type", "choice", "in {} | using {}",
                 "Format of the archive. | Which container to write", default="zip",
                 says={"zip": "ZIP format | the zip format", "tar.gz": "gzipped tar format | the tar.gz format",
                       "7z": "7-Zip format | the 7z format"}),
            role("level|compression_level|effort|strength", "choice",
                 "at compression level {} | with an effort of {} | pressing it at strength {}",
                 "Effort, 1 fastest to 9 smallest. | Compression level",
                 says={1: "1 | one", 3: "3 | three", 5: "5 | five", 6: "6 | six", 7: "7 | seven", 9: "9 | nine"}),
            role("delete_originals|remove_sources|cleanup", "flag", "{}",
                 "Whether to delete the files afterwards. | True to keep only the archive", default=False,
                 says={True: "deleting the originals | and remove the sources afterwards",
                       False: "keeping the originals | and leave the sources alone"}),
        ],
    ),
    action(
        "files", "share file | create share link | grant file access",
        does="""Share a file with other people.
                Creates a link to a file, for some people, for a while, to read or to edit
                Grants access to a document""",
        asks="share a file | create a link to a document | give people access to a file | let others see a document",
        roles=[
            role("file|file_path|document|item", "file_path", "namely {} | located at {} | the file being {}",
                 "File to share. | Path of the document", required=True),
            role("with_people|recipients|emails|shared_with", "emails", "with {} | for {} | open to {}",
                 "Who gets access. | E-mail addresses, as a list", required=True),
            role("access|permission|role|access_level", "choice", "with permission to {} | with the right to {}",
                 "What they may do. | Level of access", default="view",
                 says={"view": "look at it | view it", "comment": "comment on it | leave comments",
                       "edit": "edit it | change it"}),
            role("expires_in_days|valid_days|ttl_days|link_lifetime", "duration_days",
                 "for {} | expiring after {} | valid for {}", "Days until the link dies. | Lifetime of the link, days",
                 within=(1, 90)),
            role("note|message|comment|cover_note", "message", "with the note {} | adding {} | telling them {}",
                 "Text sent along. | Short message to the recipients"),
        ],
    ),
]
