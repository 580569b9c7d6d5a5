using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using Pilevisor.Interconnect;
using Pilevisor.Kernel;
using Xunit;

namespace Pilevisor.Image.Tests;

/// <summary>A machine on the cluster's network that belongs to nobody, and sends what it likes.</summary>
[Collection(Machines.Collection)]
public class StrangerTests(Machines machines)
{
    private const int Seed = 20;
    private const int FramesPerSecond = 10_000;
    private const int Nodes = 2;
    private readonly FrameCodec _codec = new(new TableCrc32C());
    private readonly Random _random = new(Seed);

    // From the moment that the machines' sockets are there, so the storm meets the bring-up, too.
    [Fact]
    public async Task A_storm_of_strange_frames_changes_nothing()
    {
        using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        Task<int> storm = Task.Run(() => StormAsync(end.Token), CancellationToken.None);
        CommandRun run = await machines.SucceedAsync(Machines.TwoNodes, "counter 20000 && stream 16");
        await end.CancelAsync();
        int sent = await storm;
        ulong rejected = run.Cluster.Counts.Values.Aggregate(0ul, (sum, counts) => sum + counts[Counter.RejectedFrames]);
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {Seed}: {sent} frames sent, {rejected} refused\n{run.Output}");
        Assert.True(sent >= FramesPerSecond, $"only {sent} frames were sent");
        // What came before the machines listened, and after they counted, is in neither.
        Assert.True(rejected >= (ulong)sent / 2, $"{rejected} frames of {sent} were refused");
    }

    private async Task<int> StormAsync(CancellationToken end)
    {
        Stopwatch clock = Stopwatch.StartNew();
        using PeriodicTimer pace = new(TimeSpan.FromMilliseconds(5));
        using Socket socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { Blocking = false };
        byte[] frame = new byte[FrameCodec.MaximumFrameBytes];
        int sent = 0;
        double due = 0;
        while (!end.IsCancellationRequested)
        {
            string[] sockets = Sockets();
            for (due = Math.Max(due, clock.Elapsed.TotalSeconds - 1); due < clock.Elapsed.TotalSeconds; due += 1.0 / FramesPerSecond)
            {
                int node = _random.Next(Nodes);
                if (node < sockets.Length && TrySend(socket, sockets[node], frame.AsSpan(0, Make(frame, node)))) sent++;
            }
            await pace.WaitForNextTickAsync(CancellationToken.None);
        }
        return sent;
    }

    private static string[] Sockets()
    {
        string[] runs = Directory.GetDirectories(Path.GetTempPath(), $"pilevisor-{Environment.ProcessId}-*");
        try
        {
            return [.. runs.Take(1).SelectMany(run => Directory.GetFiles(run, "node*.sock")).Order(StringComparer.Ordinal)];
        }
        catch (DirectoryNotFoundException)
        {
            // The run has ended meanwhile, and taken its directory with it.
            return [];
        }
    }

    private static bool TrySend(Socket socket, string path, ReadOnlySpan<byte> frame)
    {
        try
        {
            return socket.SendTo(frame, SocketFlags.None, new UnixDomainSocketEndPoint(path)) == frame.Length;
        }
        catch (SocketException)
        {
            // The machine is not there yet, or has gone, or takes no more just now.
            return false;
        }
    }

    // Any bytes with our EtherType; or a frame like ours of any kind and any run, from a stranger or in a member's name.
    private int Make(byte[] frame, int node)
    {
        MacAddress to = _random.Next(8) == 0 ? MacAddress.Broadcast : Address(node);
        MacAddress from = new(_random.Next(4) == 0 ? Address(1 - node).Value : 0x0252_1111_0000 + (ulong)_random.Next(100));
        FrameHeader header = new()
        {
            Kind = (MessageKind)_random.Next(1, 0x60),
            Source = new NodeId((ushort)_random.Next(Nodes + 1)),
            Destination = new NodeId((ushort)_random.Next(Nodes + 1)),
            Epoch = _random.Next(2) == 0 ? 0 : (ulong)_random.NextInt64(),
            Sequence = (uint)_random.Next(),
            Acknowledgement = (uint)_random.Next(),
            GuestTime = new Cycles((ulong)_random.NextInt64()),
            Flags = (FrameFlags)_random.Next(4),
        };
        byte[] payload = new byte[_random.Next(4) == 0 ? FrameCodec.MaximumPayloadBytes : 0];
        byte[] body = new byte[_random.Next(1 + (payload.Length == 0 ? IMessenger.MaximumBodyBytes : IMessenger.MaximumBodyBytesWithPage))];
        _random.NextBytes(body);
        int length = _codec.Write(frame, to, from, in header, body, payload);
        _codec.Seal(frame.AsSpan(0, length));
        if (_random.Next(4) == 0) _random.NextBytes(frame.AsSpan(EthernetHeader.Bytes, length - EthernetHeader.Bytes));
        return length;
    }

    private static MacAddress Address(int node) => new(0x5254_0050_5600ul + (ulong)node);
}
