using System;
using System.Buffers.Binary;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Threading.Tasks;

namespace Pilevisor.Cli.Commands;

/// <summary>What a bench of devices needs of this host: a disk of random bytes, and the other side of the guest program netspeed, whose protocol stands there.</summary>
internal sealed class BenchHost : IDisposable
{
    private const int DiskBytes = 16 << 20;
    private const int BlockBytes = 64 << 10;
    private const int BlocksOfMebibyte = (1 << 20) / BlockBytes;
    private readonly DirectoryInfo _place = Directory.CreateTempSubdirectory("pilevisor-bench-");
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    /// <summary>Makes the disk, and listens.</summary>
    public BenchHost()
    {
        byte[] content = new byte[DiskBytes];
        new Random(1).NextBytes(content);
        File.WriteAllBytes(Disk, content);
        _listener.Start();
        _ = AcceptAsync();
    }

    /// <summary>The disk's image.</summary>
    public string Disk => Path.Combine(_place.FullName, "disk");

    /// <summary>The port.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <inheritdoc/>
    public void Dispose()
    {
        _listener.Dispose();
        _place.Delete(recursive: true);
    }

    // Until the listener ends. One connection at a time, as the guest makes them.
    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                using TcpClient client = await _listener.AcceptTcpClientAsync();
                client.NoDelay = true;
                await AnswerAsync(client.GetStream());
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or IOException)
        {
            // The bench is over, or its guest is: that says what is wrong.
        }
    }

    private static async Task AnswerAsync(NetworkStream stream)
    {
        byte[] block = new byte[BlockBytes];
        byte[] size = new byte[sizeof(uint)];
        while (await stream.ReadAsync(block.AsMemory(0, 1)) == 1)
        {
            byte what = block[0];
            bool reads = what == 'R', writes = what == 'W';
            if (reads || writes) await stream.ReadExactlyAsync(size);
            long blocks = reads || writes ? BlocksOfMebibyte * (long)BinaryPrimitives.ReadUInt32LittleEndian(size) : 0;
            for (; blocks > 0; blocks--)
            {
                if (reads) await stream.WriteAsync(block);
                else await stream.ReadExactlyAsync(block);
            }

            if (!reads) await stream.WriteAsync(new[] { what });
        }
    }
}
