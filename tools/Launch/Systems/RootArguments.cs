using System;
using System.Text;

namespace Pilevisor.Launch.Systems;

/// <summary>What the kernel of a system on a disk is told, some of it for samples/guests/debian/root/usr/local/lib/pilevisor.</summary>
internal static class RootArguments
{
    /// <summary>The words.</summary>
    /// <param name="token">How this run's host knows the lines of the system's script.</param>
    /// <param name="command">What it runs before it powers off; nothing if null.</param>
    public static string Of(string token, string? command)
    {
        string words = $"root=/dev/disk/by-id/virtio-{GuestRoot.Serial} ro pilevisor.token={token}";
        // With a command the console is the command's alone.
        return command is null ? words : $"{words} systemd.mask=serial-getty@ttyAMA0.service pilevisor.command={Convert.ToBase64String(Encoding.UTF8.GetBytes(command))}";
    }
}
