using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Pilevisor.Launch.Layout;

namespace Pilevisor.Launch.Guests;

/// <summary>Debian's static busybox for arm64: the guest's user space.</summary>
/// <param name="archive">Where it comes from.</param>
/// <param name="cache">Where it is kept.</param>
public sealed class Busybox(DebianArchive archive, GuestCache cache)
{
    /// <summary>The program, downloaded if it is not here yet.</summary>
    /// <exception cref="LaunchException">If it cannot be had.</exception>
    public async Task<string> GetAsync(CancellationToken cancellation)
    {
        string place = await cache.GetAsync("guests/busybox", async (draft, stop) =>
        {
            string deb = await archive.DownloadAsync("busybox-static", stop);
            string program = Path.Combine(draft, "busybox");
            await DebianArchive.ExtractAsync(deb, "./bin/busybox", program, stop);
            KernelFormat format = KernelFormat.Identify(program);
            if (!format.IsArm64Elf) throw new LaunchException(ExitStatus.Unavailable, $"busybox in {deb} is {format.Description}, not an arm64 program");
            File.Delete(deb);
        }, cancellation);
        return Path.Combine(place, "busybox");
    }
}
