using System;
using System.Collections.Generic;
using System.Numerics;
using System.Runtime.InteropServices;
using Pilevisor.Coherence;
using Pilevisor.Kernel;
using Pilevisor.Lab.Protocols;

namespace Pilevisor.Lab.Model;

/// <summary>
/// Writes a cluster's state down in as few bytes as is simple, and reads it back: possible because a protocol keeps all its state in its entries. It can also write the state with the nodes renamed.
/// </summary>
/// <remarks>
/// Symmetry: nodes that are no page's home are alike to a protocol that says so, and then two states that differ in their names only have the same future, and one of them is enough. <see cref="Key"/> is the same for both: the least of the hashes
/// under all renamings of such nodes. Homes keep their names, hence node 0 too, which zero fields without a meaning seem to name.
/// </remarks>
internal sealed class ModelState
{
    private const int MaximumBytes = 16 << 10;

    // A node's flags are below.
    private const int KeptShift = 3;

    private readonly ModelCluster _cluster;
    private readonly List<byte[]> _renamings;
    private readonly byte[] _buffer = new byte[MaximumBytes];
    private readonly byte[] _inverse;
    private int _position;

    /// <summary>For states of <paramref name="cluster"/>.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="hasSymmetry">Whether states that differ in the names of nodes only are the same.</param>
    public ModelState(ModelCluster cluster, bool hasSymmetry)
    {
        _cluster = cluster;
        _inverse = new byte[cluster.Shape.Nodes];
        int homes = cluster.Shape.OneHome ? 1 : Math.Min(cluster.Shape.Pages, cluster.Shape.Nodes);
        // The node that leaves is like no other.
        if (cluster.Shape.Leaves) homes = Math.Max(homes, ModelShape.Leaver + 1);
        _renamings = Renamings(cluster.Shape.Nodes, hasSymmetry ? homes : cluster.Shape.Nodes);
    }

    /// <summary>How many renamings leave a state essentially the same, itself included.</summary>
    public int Symmetries => _renamings.Count;

    /// <summary>The state as it is, valid until the next call.</summary>
    public ReadOnlySpan<byte> Save() => Write(_renamings[0]);

    /// <summary>What tells the state from every other one, up to the names of nodes. Two states with one key are possible and, with 128 bits, not to be expected.</summary>
    public UInt128 Key()
    {
        UInt128 least = UInt128.MaxValue;
        foreach (byte[] renaming in _renamings)
        {
            UInt128 hash = StateHash.Of(Write(renaming));
            if (hash < least) least = hash;
        }
        return least;
    }

    /// <summary>Brings the cluster into a saved state.</summary>
    public void Restore(ReadOnlySpan<byte> saved)
    {
        int position = 0;
        for (int page = 0; page < _cluster.Shape.Pages; page++)
        {
            byte packed = saved[position++];
            _cluster.SetWritten(page, (packed & 1) != 0);
            _cluster.SetZeroNewest(page, (packed & 2) != 0);
        }
        _cluster.Departure = (ModelDeparture)saved[position++];
        foreach (ModelNode node in _cluster.Nodes) position += Restore(node, saved[position..]);
        for (int from = 0; from < _inverse.Length; from++)
        {
            for (int to = 0; to < _inverse.Length; to++) position += Restore(_cluster.Channel(from, to), saved[position..]);
        }
    }

    private ReadOnlySpan<byte> Write(byte[] renaming)
    {
        _position = 0;
        for (byte i = 0; i < renaming.Length; i++) _inverse[renaming[i]] = i;
        for (int page = 0; page < _cluster.Shape.Pages; page++) Put((byte)((_cluster.IsWritten(page) ? 1 : 0) | (_cluster.IsZeroNewest(page) ? 2 : 0)));
        Put((byte)_cluster.Departure);
        foreach (byte node in _inverse) Write(_cluster.Nodes[node], renaming);
        foreach (byte from in _inverse)
        {
            foreach (byte to in _inverse) Write(_cluster.Channel(from, to), renaming);
        }
        return _buffer.AsSpan(0, _position);
    }

    private void Write(ModelNode node, byte[] renaming)
    {
        Put((byte)((node.IsDead ? 1 : 0) | (node.IsForgetting ? 2 : 0) | (node.HasForgotten ? 4 : 0) | (node.Kept << KeptShift)));
        Put(node.Forgotten);
        Put((byte)(node.Pinned | (node.Leaving << ModelShape.MaximumPages)));
        int bytes = node.Protocol.EntryBytes;
        for (int page = 0; page < _cluster.Shape.Pages; page++)
        {
            Span<byte> entry = _buffer.AsSpan(_position, bytes);
            node.Entry(page).CopyTo(entry);
            if (renaming != _renamings[0]) _cluster.Subject.Protocol.Layout.Rename(entry, renaming);
            _position += bytes;
            Put((byte)((int)node.Permissions[page] | ((int)node.TlbPermissions[page] << 2) | ((int)node.Contents[page] << 4) | ((int)node.Holds[page] << 6)));
        }
        foreach (ModelCpu cpu in node.Cpus) Put((byte)((int)cpu.State | ((int)cpu.Kind << 2) | (cpu.Page << 3)));
    }

    private int Restore(ModelNode node, ReadOnlySpan<byte> saved)
    {
        int position = 0;
        node.IsDead = (saved[position] & 1) != 0;
        node.IsForgetting = (saved[position] & 2) != 0;
        node.HasForgotten = (saved[position] & 4) != 0;
        node.Kept = (byte)(saved[position++] >> KeptShift);
        node.Forgotten = saved[position++];
        node.Pinned = (byte)(saved[position] & ((1 << ModelShape.MaximumPages) - 1));
        node.Leaving = (byte)(saved[position++] >> ModelShape.MaximumPages);
        int bytes = node.Protocol.EntryBytes;
        for (int page = 0; page < _cluster.Shape.Pages; page++)
        {
            saved.Slice(position, bytes).CopyTo(node.Entry(page));
            position += bytes;
            byte packed = saved[position++];
            node.Permissions[page] = (PagePermission)(packed & 3);
            node.TlbPermissions[page] = (PagePermission)((packed >> 2) & 3);
            node.Contents[page] = (ModelContent)((packed >> 4) & 3);
            node.Holds[page] = (ModelHold)(packed >> 6);
        }
        for (int cpu = 0; cpu < node.Cpus.Length; cpu++)
        {
            byte packed = saved[position++];
            node.Cpus[cpu] = new ModelCpu((ModelCpuState)(packed & 3), (byte)(packed >> 3), (AccessKind)((packed >> 2) & 1));
        }
        return position;
    }

    private void Write(ModelChannel channel, byte[] renaming)
    {
        Put((byte)(channel.Count | (channel.IsLost ? 0x40 : 0) | (channel.HasDuplicate ? 0x80 : 0)));
        for (int i = 0; i < channel.Count; i++) Write(channel[i], renaming);
        if (channel.HasDuplicate) Write(channel.Duplicate, renaming);
    }

    private static int Restore(ModelChannel channel, ReadOnlySpan<byte> saved)
    {
        channel.Clear();
        byte packed = saved[0];
        int position = 1;
        for (int i = packed & 0x3f; i > 0; i--)
        {
            position += Restore(saved[position..], out ModelMessage message);
            channel.Add(message);
        }
        channel.IsLost = (packed & 0x40) != 0;
        channel.HasDuplicate = (packed & 0x80) != 0;
        if (!channel.HasDuplicate) return position;
        position += Restore(saved[position..], out ModelMessage duplicate);
        channel.Duplicate = duplicate;
        return position;
    }

    /// <summary>A message: which of its words are not zero, its content, and those words.</summary>
    private void Write(ModelMessage message, byte[] renaming)
    {
        CoherenceMessage said = message.Message;
        if (renaming != _renamings[0])
        {
            said.Requester = new NodeId(renaming[said.Requester.Value]);
            said.Nodes = EntryLayout.Rename(said.Nodes, renaming);
        }
        ReadOnlySpan<ulong> words = MemoryMarshal.Cast<CoherenceMessage, ulong>(new ReadOnlySpan<CoherenceMessage>(in said));
        int header = _position;
        Put((byte)message.Content);
        for (int i = 0; i < words.Length; i++)
        {
            if (words[i] == 0) continue;
            _buffer[header] |= (byte)(0x10 << i);
            MemoryMarshal.Write(_buffer.AsSpan(_position), words[i]);
            _position += sizeof(ulong);
        }
    }

    private static int Restore(ReadOnlySpan<byte> saved, out ModelMessage message)
    {
        CoherenceMessage said = default;
        Span<ulong> words = MemoryMarshal.Cast<CoherenceMessage, ulong>(new Span<CoherenceMessage>(ref said));
        byte header = saved[0];
        int position = 1;
        for (int mask = header >> 4; mask != 0; mask &= mask - 1)
        {
            words[BitOperations.TrailingZeroCount(mask)] = MemoryMarshal.Read<ulong>(saved[position..]);
            position += sizeof(ulong);
        }
        message = new ModelMessage(said, (ModelContent)(header & 0xf));
        return position;
    }

    private void Put(byte value) => _buffer[_position++] = value;

    /// <summary>All permutations of the nodes from <paramref name="first"/> on; the identity comes first.</summary>
    private static List<byte[]> Renamings(int nodes, int first)
    {
        byte[] names = new byte[nodes];
        for (byte i = 0; i < nodes; i++) names[i] = i;
        List<byte[]> all = [];
        Permute(names, first, all);
        return all;
    }

    private static void Permute(byte[] names, int from, List<byte[]> all)
    {
        if (from >= names.Length - 1)
        {
            all.Add([.. names]);
            return;
        }
        for (int i = from; i < names.Length; i++)
        {
            (names[from], names[i]) = (names[i], names[from]);
            Permute(names, from + 1, all);
            (names[from], names[i]) = (names[i], names[from]);
        }
    }
}
